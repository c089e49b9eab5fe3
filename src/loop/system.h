// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

namespace NETKIT_PUBLIC netkit {

/// The soft limit on this process's descriptors (RLIMIT_NOFILE); without one, the greatest int.
struct DescriptorLimit {
  int before, now;
};

/// Raises it to the hard limit, where the system allows that. Safe in any thread, any number of times.
DescriptorLimit raise_descriptor_limit();

// Example:
//
//     const DescriptorLimit limit = raise_descriptor_limit();
//     assert(limit.before <= limit.now);
//     assert(raise_descriptor_limit().before == limit.now);

}  // namespace netkit
