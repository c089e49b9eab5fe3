// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>
#include <netkit/base/export.h>

#include <expected>

namespace NETKIT_PUBLIC netkit {

/// The value that a step gives, or the reason why it failed.
template <typename T>
using Result = std::expected<T, Error>;

// Example:
//
//     const auto half = [](int number) -> Result<int> {
//       if (number % 2 == 0) return number / 2;
//       return std::unexpected(net_error(NetErrc::out_of_range, "an odd number"));
//     };
//     assert(*half(4) == 2);
//     assert(half(3).error().message == "an odd number");

}  // namespace netkit
