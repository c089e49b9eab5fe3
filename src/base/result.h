// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>

#include <expected>

namespace netkit {

/// The value of a step, or why there is none.
template <typename T>
using Result = std::expected<T, Error>;

}  // namespace netkit
