// SPDX-License-Identifier: MIT
#include "cli/session/ready_line.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <netkit/base/bytes.h>
#include <netkit/loop/uv_error.h>
#include <sys/epoll.h>

#include <cerrno>
#include <utility>

namespace netkit::cli {

ReadyLine::ReadyLine(Loop& loop, const Report& report, int fd, std::string text)
    : report_(report),
      number_(fd),
      left_(std::move(text)),
      descriptor_(fd, O_WRONLY),
      room_(loop, descriptor_.get(), [this] { advance(); }) {
  const bool must_wait = !descriptor_.never_waits() && room_.can_watch();
  must_wait ? room_.watch(EPOLLOUT) : advance();
}

ReadyLine::~ReadyLine() {
  if (!left_.empty()) failed(EAGAIN);
}

void ReadyLine::advance() {
  while (!left_.empty()) {
    const ssize_t count = descriptor_.write(as_bytes(left_));
    if (count >= 0) {
      left_.erase(0, static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      return room_.watch(EPOLLOUT);
    } else if (errno != EINTR) {
      failed(errno);
      left_.clear();
    }
  }
  room_.watch(0);
  if (const int error = descriptor_.close()) failed(error);
}

void ReadyLine::failed(int error) {
  const std::error_code code = errno_error(error);
  report_.say(0, fmt::format("--ready-fd {}: write {}: {}", number_, error_name(code), code.message()));
}

}  // namespace netkit::cli
