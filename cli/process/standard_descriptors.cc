// SPDX-License-Identifier: MIT
#include "cli/process/standard_descriptors.h"

#include <fcntl.h>
#include <netkit/loop/stand_in.h>

#include <initializer_list>

namespace netkit::cli {

void reserve_standard_descriptors() {
  for (const int fd : {0, 1, 2}) {
    if (::fcntl(fd, F_GETFD) < 0) put_stand_in(fd);
  }
}

}  // namespace netkit::cli
