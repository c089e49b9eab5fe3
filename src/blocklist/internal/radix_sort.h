// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/uint128.h>
#include <netkit/blocklist/internal/interval.h>

#include <cstdint>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// In the order of their first values; of those with the same one in any order. Takes as much memory again
/// meanwhile.
void sort_by_first(std::vector<Interval<std::uint32_t>>& intervals);

/// The same in place.
void sort_by_first(std::vector<Interval<Uint128>>& intervals);

}  // namespace netkit
