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
#include <unistd.h>

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

// Only its owner can remove a file of the folder, apart from the owner of the folder and root.
bool only_owners_replace_files(const std::string& folder) {
  struct stat status{};
  if (::stat(folder.c_str(), &status) != 0) return false;
  return (status.st_mode & S_ISVTX) != 0 || (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

std::string own_file_in(const std::string& folder) {
  return folder + "/.netkit-lock-" + std::to_string(::geteuid());
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

FolderLock::FolderLock(const std::string& path_of_file)
    : folder_(std::filesystem::path(path_of_file).parent_path()) {
  if (folder_.empty()) folder_ = ".";
  if (only_owners_replace_files(folder_)) own_file_ = own_file_in(folder_);
  for (int tries = 0; tries < most_tries; ++tries) {
    held_ = own_file_.empty() ? lock_folder() : lock_own_file();
    if (held_ || !fd_) return;
    ::poll(nullptr, 0, milliseconds_between_tries);
  }
}

FolderLock::~FolderLock() {
  if (held_ && !own_file_.empty()) ::unlink(own_file_.c_str());
}

bool FolderLock::lock_folder() {
  fd_.reset(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return fd_ && ::flock(fd_.get(), LOCK_EX | LOCK_NB) == 0;
}

// The one that had the lock removes the file, so what was opened may not be there any more.
bool FolderLock::lock_own_file() {
  fd_.reset(::open(own_file_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600));
  struct stat opened{}, there{};
  if (!fd_ || ::fstat(fd_.get(), &opened) != 0) return false;
  if (!S_ISREG(opened.st_mode) || opened.st_uid != ::geteuid()) {
    fd_.reset();  // somebody else's: waiting would not help
    return false;
  }
  return ::flock(fd_.get(), LOCK_EX | LOCK_NB) == 0 && ::lstat(own_file_.c_str(), &there) == 0 &&
         opened.st_dev == there.st_dev && opened.st_ino == there.st_ino;
}

}  // namespace netkit
