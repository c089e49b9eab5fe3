// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/uint128.h>
#include <netkit/blocklist/internal/interval.h>

#include <cstdint>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// Sorts by first value; intervals with the same first value are in any order. Needs a second copy of the
/// intervals meanwhile.
void sort_by_first(std::vector<Interval<std::uint32_t>>& intervals);

/// The same, in place.
void sort_by_first(std::vector<Interval<Uint128>>& intervals);

}  // namespace netkit
