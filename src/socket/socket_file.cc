// SPDX-License-Identifier: MIT
#include <netkit/socket/socket_file.h>

#include <fcntl.h>
#include <netkit/addr/ipc_path.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/socket/internal/sockaddr.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <utility>

namespace netkit {
namespace {

constexpr int most_tries = 100;
constexpr int milliseconds_between_tries = 10;

// Tests with a datagram socket, which cannot connect to a stream socket: the kernel answers EPROTOTYPE if a
// socket is bound and ECONNREFUSED if none is, and a server does not notice.
bool is_bound(const std::string& path) {
  const auto name = IpcPath::parse(path);
  const UniqueFd probe(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!name || name->is_abstract() || !probe) return true;
  const internal::SystemAddress address = internal::to_system(*name);
  return ::connect(probe.get(), address.get(), address.length) == 0 || errno != ECONNREFUSED;
}

}  // namespace

SocketFile::SocketFile(std::string path) : path_(std::move(path)) {
  struct stat file{};
  if (::lstat(path_.c_str(), &file) != 0) path_.clear();
  device_ = file.st_dev;
  inode_ = file.st_ino;
}

SocketFile::SocketFile(SocketFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), device_(other.device_), inode_(other.inode_) {}

SocketFile& SocketFile::operator=(SocketFile&& other) noexcept {
  if (this == &other) return *this;
  remove();
  path_ = std::exchange(other.path_, {});
  device_ = other.device_;
  inode_ = other.inode_;
  return *this;
}

SocketFile::~SocketFile() {
  remove();
}

void SocketFile::remove() {
  if (path_.empty()) return;
  const FolderLock lock(path_);
  struct stat file{};
  if (::lstat(path_.c_str(), &file) != 0) return;
  if (file.st_dev == device_ && file.st_ino == inode_) ::unlink(path_.c_str());
}

bool is_stale_socket(const std::string& path) {
  struct stat file{};
  return ::lstat(path.c_str(), &file) == 0 && S_ISSOCK(file.st_mode) && !is_bound(path);
}

bool remove_stale_socket(const std::string& path) {
  struct stat file{};
  if (::lstat(path.c_str(), &file) != 0) return errno == ENOENT;
  return is_stale_socket(path) && ::unlink(path.c_str()) == 0;
}

FolderLock::FolderLock(const std::string& path_of_file) {
  const auto folder = std::filesystem::path(path_of_file).parent_path();
  fd_ = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (int tries = 0; fd_ >= 0 && !held_ && tries < most_tries; ++tries) {
    held_ = ::flock(fd_, LOCK_EX | LOCK_NB) == 0;
    if (!held_) ::poll(nullptr, 0, milliseconds_between_tries);
  }
}

FolderLock::~FolderLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace netkit
