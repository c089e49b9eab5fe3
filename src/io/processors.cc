// SPDX-License-Identifier: MIT
#include <netkit/io/processors.h>

#include <uv.h>

namespace netkit {

unsigned usable_processors() {
  return uv_available_parallelism();
}

}  // namespace netkit
