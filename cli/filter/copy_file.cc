// SPDX-License-Identifier: MIT
#include "cli/filter/copy_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <netkit/loop/uv_error.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <utility>

namespace netkit::cli {
namespace {

std::string failure_line(std::string_view step, std::error_code cause, const std::string& path) {
  return fmt::format("{} {}: {} ({})", step, error_name(cause), cause.message(), path);
}

UniqueFd opened(const std::string& path, CopyFile::Start start) {
  const int mode = start == CopyFile::Start::empty ? O_TRUNC : O_APPEND;
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | mode, 0666));
  if (!fd) throw std::runtime_error(failure_line("open", errno_error(errno), path));
  return fd;
}

/// A descriptor that others share may be non-blocking.
void wait_until_ready(int fd) {
  pollfd ready{fd, POLLOUT, 0};
  ::poll(&ready, 1, -1);
}

std::error_code write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      wait_until_ready(fd);
    } else if (errno != EINTR) {
      return errno_error(errno);
    }
  }
  return {};
}

}  // namespace

CopyFile::CopyFile(std::string path, Start start) : path_(std::move(path)), fd_(opened(path_, start)) {}

bool CopyFile::write(std::string_view text) {
  const std::lock_guard lock(mutex_);
  if (!cause_) cause_ = write_all(fd_.get(), text);
  return !cause_;
}

bool CopyFile::has_failed() const {
  const std::lock_guard lock(mutex_);
  return static_cast<bool>(cause_);
}

Exit CopyFile::failure() const {
  const std::lock_guard lock(mutex_);
  return {ExitStatus::local_io, {failure_line("write", cause_, path_)}};
}

bool CopyFile::is_same_file(const CopyFile& other) const {
  struct stat ours{}, theirs{};
  if (::fstat(fd_.get(), &ours) != 0 || ::fstat(other.fd_.get(), &theirs) != 0) return false;
  return S_ISREG(ours.st_mode) && ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}

}  // namespace netkit::cli
