// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/unique_fd.h>
#include <sys/types.h>

#include <string>

namespace NETKIT_PUBLIC netkit {

/// Owns the file of a bound Unix-domain socket. The destructor removes it, unless another file has its path
/// by then.
class SocketFile {
 public:
  SocketFile() = default;
  /// Takes over the file that is at `path` now.
  explicit SocketFile(std::string path);
  SocketFile(SocketFile&& other) noexcept;
  SocketFile& operator=(SocketFile&& other) noexcept;
  ~SocketFile();

 private:
  void remove();

  std::string path_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

/// Whether there is a socket file at `path` to which no socket is bound. A server that listens there does not
/// notice the test.
bool is_stale_socket(const std::string& path);

/// Removes a stale socket file. Any other file is kept. False if a file is left at `path`.
bool remove_stale_socket(const std::string& path);

/// Locks the folder of a file against other programs that use this class, while the file is tested and
/// replaced (flock(2)). What is locked is a file of our own, which is there only meanwhile: others cannot
/// open it. Only in a folder where other users may replace files, the folder itself is locked; any program
/// that can open it can do that, so this waits for at most a second.
class FolderLock {
 public:
  explicit FolderLock(const std::string& path_of_file);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  bool held() const { return held_; }

 private:
  bool lock_folder();
  bool lock_own_file();

  std::string folder_;
  std::string own_file_;  // empty: the folder is locked
  UniqueFd fd_;
  bool held_ = false;
};

// Example:
//
//     assert(remove_stale_socket("/no/such/file"));  // nothing is left there

}  // namespace netkit
