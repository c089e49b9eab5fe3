// SPDX-License-Identifier: MIT
#pragma once

namespace netkit {

/// The version of the libuv that runs, "1.44.2".
const char* libuv_version();

}  // namespace netkit
