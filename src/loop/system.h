// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

// What the system grants this process, and what it runs on.

namespace NETKIT_PUBLIC netkit {

/// The soft limit on this process's descriptors (RLIMIT_NOFILE); INT_MAX where there is none.
struct DescriptorLimit {
  int before, now;
};

/// Raises it to the hard limit, where the system allows that. Safe in any thread, any number of times.
DescriptorLimit raise_descriptor_limit();

/// How many processors this process may use (sched_setaffinity(2)); at least 1.
unsigned usable_processors();

/// The version of the libuv that is loaded, "1.44.2".
const char* libuv_version();

// Example:
//
//     const DescriptorLimit limit = raise_descriptor_limit();
//     assert(limit.before <= limit.now);
//     assert(usable_processors() >= 1);
//     assert(std::string_view(libuv_version()).starts_with("1."));

}  // namespace netkit
