// SPDX-License-Identifier: MIT
#pragma once

namespace netkit::cli {

/// Puts something on each of descriptors 0, 1 and 2 that was closed when we started, so that no socket ever
/// gets such a number: nothing can be read from 0, writing to 1 fails, what is written to 2 vanishes.
/// Called before anything else is opened.
void reserve_standard_descriptors();

}  // namespace netkit::cli
