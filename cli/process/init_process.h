// SPDX-License-Identifier: MIT
#pragma once

namespace netkit::cli {

/// Prepares for running as process 1, as the program of a container does: without a handler signals do not
/// end process 1, and it has to reap orphans. Does nothing in any other process.
void act_as_init();

}  // namespace netkit::cli
