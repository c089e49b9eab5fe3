// SPDX-License-Identifier: MIT
#pragma once

namespace netkit::cli {

/// Puts a stand-in on each of descriptors 0, 1 and 2 that was closed at the start, so that no socket gets
/// such a number: reading 0 finds the end, writing 1 fails, and what is written to 2 is lost. Must be called
/// before anything else is opened.
void reserve_standard_descriptors();

}  // namespace netkit::cli
