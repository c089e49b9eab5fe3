// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

namespace NETKIT_PUBLIC netkit {

/// The version of the libuv that runs, "1.44.2".
const char* libuv_version();

// Example:
//
//     assert(std::string_view(libuv_version()).starts_with("1."));

}  // namespace netkit
