// SPDX-License-Identifier: MIT
#pragma once

namespace netkit::cli {

/// Makes up for what the kernel does otherwise for process 1, which a container's program is: signals without
/// a handler do not end it, and processes whose parents are gone become its children, to be waited for. In
/// any other process it does nothing.
void act_as_init();

}  // namespace netkit::cli
