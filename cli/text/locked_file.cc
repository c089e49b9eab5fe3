// SPDX-License-Identifier: MIT
#include "cli/text/locked_file.h"

#include <fcntl.h>
#include <netkit/loop/uv_error.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

namespace netkit::cli {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds longest_wait{10};
constexpr int milliseconds_between_tries = 10;

std::unexpected<Error> failed(std::string_view step, int number, const std::string& path) {
  return std::unexpected(address_error(errno_error(number), step, path));
}

/// The error of a system call that failed, from errno.
std::unexpected<Error> failed(std::string_view step, const std::string& path) {
  return failed(step, errno, path);
}

/// The path without symbolic links; empty if there is no such file.
std::string real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  return real ? real.get() : "";
}

bool is_still_there(int fd, const std::string& path) {
  struct stat held{}, there{};
  return ::fstat(fd, &held) == 0 && ::lstat(path.c_str(), &there) == 0 && held.st_ino == there.st_ino &&
         held.st_dev == there.st_dev;
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = ::write(fd, text.data(), text.size());
    if (size >= 0) text.remove_prefix(static_cast<std::size_t>(size));
    if (size < 0 && errno != EINTR) return false;
  }
  return true;
}

/// A new file beside another. It replaces that file, or is removed again.
class Successor {
 public:
  explicit Successor(const std::string& path)
      : path_(path), folder_(path.substr(0, path.rfind('/') + 1)), name_(folder_ + ".netkit-XXXXXX") {
    fd_.reset(::mkostemp(name_.data(), O_CLOEXEC));
  }
  Successor(const Successor&) = delete;
  Successor& operator=(const Successor&) = delete;
  ~Successor() {
    if (fd_) ::unlink(name_.c_str());
  }

  /// Gives it the text, and the mode and owner of the other file, and syncs it to the disk.
  bool fill(int other, std::string_view text) const {
    struct stat like{};
    if (!fd_ || ::fstat(other, &like) != 0 || !write_all(fd_.get(), text)) return false;
    const bool ours = like.st_uid == ::geteuid() && like.st_gid == ::getegid();
    return (ours || ::fchown(fd_.get(), like.st_uid, like.st_gid) == 0) &&
           ::fchmod(fd_.get(), like.st_mode & 07777) == 0 && ::fsync(fd_.get()) == 0;
  }

  bool take_place() {
    if (::rename(name_.c_str(), path_.c_str()) != 0) return false;
    fd_.reset();
    // The directory entry has to be on the disk as well.
    const UniqueFd folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return folder && ::fsync(folder.get()) == 0;
  }

 private:
  std::string path_;
  std::string folder_;
  std::string name_;
  UniqueFd fd_;
};

}  // namespace

Result<LockedFile> LockedFile::open(const std::string& path) {
  const auto give_up = steady_clock::now() + longest_wait;
  while (true) {
    // O_NONBLOCK: do not wait for the other end of a FIFO.
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0666));
    if (!fd) return failed("open", path);
    struct stat file{};
    if (::fstat(fd.get(), &file) != 0) return failed("stat", path);
    if (!S_ISREG(file.st_mode)) return failed("open", EINVAL, path);
    std::string real = real_path(path);
    // The process that had the lock may have replaced the file.
    const bool locked = ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0;
    if (locked && is_still_there(fd.get(), real)) return LockedFile(std::move(real), std::move(fd));
    if (!locked && errno != EWOULDBLOCK && errno != EINTR) return failed("flock", path);
    if (steady_clock::now() >= give_up) return failed("flock", EBUSY, path);
    if (!locked) ::poll(nullptr, 0, milliseconds_between_tries);
  }
}

Result<std::string> LockedFile::read() const {
  std::string text;
  std::array<char, 65536> block;
  while (true) {
    const ssize_t size = ::pread(fd_.get(), block.data(), block.size(), static_cast<off_t>(text.size()));
    if (size == 0) return text;
    if (size > 0) text.append(block.data(), static_cast<std::size_t>(size));
    if (size < 0 && errno != EINTR) return failed("read", path_);
  }
}

Result<void> LockedFile::replace(std::string_view text) {
  Successor successor(path_);
  if (!successor.fill(fd_.get(), text)) return failed("write", path_);
  if (!successor.take_place()) return failed("rename", path_);
  return {};
}

}  // namespace netkit::cli
