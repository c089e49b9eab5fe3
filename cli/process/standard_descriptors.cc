// SPDX-License-Identifier: MIT
#include "cli/process/standard_descriptors.h"

#include <fcntl.h>

#include <initializer_list>

namespace netkit::cli {

void reserve_standard_descriptors() {
  for (const int fd : {0, 1, 2}) {
    // open() takes the lowest free number, which is this one.
    if (::fcntl(fd, F_GETFD) < 0) (void)::open("/dev/null", fd == 2 ? O_WRONLY : O_RDONLY);
  }
}

}  // namespace netkit::cli
