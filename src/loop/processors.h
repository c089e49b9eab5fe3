// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

namespace NETKIT_PUBLIC netkit {

/// How many processors this process may use (sched_setaffinity(2)); at least 1.
unsigned usable_processors();

// Example:
//
//     assert(usable_processors() >= 1);

}  // namespace netkit
