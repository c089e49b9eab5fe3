// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <unistd.h>

#include <utility>

namespace NETKIT_PUBLIC netkit {

/// Owns a descriptor, which the destructor closes. -1 stands for none.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    reset(other.release());
    return *this;
  }
  ~UniqueFd() { reset(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }
  void reset(int fd = -1) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

 private:
  int fd_ = -1;
};

// Example:
//
//     UniqueFd null(::open("/dev/null", O_WRONLY | O_CLOEXEC));
//     assert(null);
//     const UniqueFd now_here = std::move(null);
//     assert(now_here && !null);

}  // namespace netkit
