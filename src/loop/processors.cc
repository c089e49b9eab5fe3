// SPDX-License-Identifier: MIT
#include <netkit/loop/processors.h>

#include <uv.h>

namespace netkit {

unsigned usable_processors() {
  return uv_available_parallelism();
}

}  // namespace netkit
