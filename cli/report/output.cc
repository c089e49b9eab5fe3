// SPDX-License-Identifier: MIT
#include "cli/report/output.h"

#include <netkit/loop/uv_error.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace netkit::cli {

bool Output::flush() {
  std::string_view left = text_;
  while (!left.empty() && !error_) {
    const ssize_t size = ::write(fd_, left.data(), left.size());
    if (size >= 0) {
      left.remove_prefix(static_cast<std::size_t>(size));
    } else if (errno == EAGAIN) {
      pollfd writable{fd_, POLLOUT, 0};
      (void)::poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      error_ = errno_error(errno);
    }
  }
  text_.clear();
  return !error_;
}

}  // namespace netkit::cli
