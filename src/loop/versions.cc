// SPDX-License-Identifier: MIT
#include <netkit/loop/versions.h>

#include <uv.h>

namespace netkit {

const char* libuv_version() {
  return uv_version_string();
}

}  // namespace netkit
