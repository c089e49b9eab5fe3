// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <sys/types.h>

#include <string>

namespace NETKIT_PUBLIC netkit {

/// The file of a Unix-domain socket that we bound: removed when we go, unless it is no longer ours.
class SocketFile {
 public:
  SocketFile() = default;
  /// Remembers the file that stands at `path` now.
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

/// Removes a stale socket at `path`: a socket file that nobody is bound to. Anything else stays as it is;
/// a live server sees nothing of the question. False if something is left there.
bool remove_stale_socket(const std::string& path);

/// Holds other netkits off a folder while the file in it is looked at and replaced (flock(2) on the folder).
/// Waits a second at most: whoever may open the folder may lock it.
class FolderLock {
 public:
  explicit FolderLock(const std::string& path_of_file);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  bool held() const { return held_; }

 private:
  int fd_;
  bool held_ = false;
};

// Example:
//
//     assert(remove_stale_socket("/no/such/file"));  // nothing is left there

}  // namespace netkit
