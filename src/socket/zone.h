// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// The scope id of an address's zone (RFC 4007 section 11): a number as it is, a network interface's name by
/// its index now. Nothing where there is no such interface.
std::optional<std::uint32_t> scope_id_of(std::string_view zone);

// Example:
//
//     assert(scope_id_of("7") == 7U);
//     assert(scope_id_of("lo") && !scope_id_of("no such interface"));

}  // namespace netkit
