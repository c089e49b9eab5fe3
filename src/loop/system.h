// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstdint>

// Limits and properties of the process.

namespace NETKIT_PUBLIC netkit {

/// The soft limit on descriptors (RLIMIT_NOFILE), before and after a change; INT_MAX stands for no limit.
struct DescriptorLimit {
  int before, now;
};

/// Raises the soft limit to the hard limit, if the system allows that. Any thread may call it, repeatedly.
DescriptorLimit raise_descriptor_limit();

/// The soft limit on descriptors before the first raise_descriptor_limit(), for a program that is started.
std::uint64_t initial_descriptor_limit();

/// The number of processors that this process may use (sched_setaffinity(2)); at least 1.
unsigned usable_processors();

/// The version of libuv at run time: "1.44.2".
const char* libuv_version();

// Example:
//
//     const DescriptorLimit limit = raise_descriptor_limit();
//     assert(limit.before <= limit.now);
//     assert(usable_processors() >= 1);
//     assert(std::string_view(libuv_version()).starts_with("1."));

}  // namespace netkit
