// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/result.h>
#include <netkit/loop/unique_fd.h>

#include <string>
#include <string_view>

namespace netkit::cli {

/// A regular file that is about to be changed. It is locked with flock(2) against other processes that change
/// it in this way, so that no change is lost. Symbolic links are followed.
class LockedFile {
 public:
  /// Creates an empty file if there is none. Waits at most 10 s for another process to unlock it. Errors: the
  /// system's, EINVAL if it is not a regular file, EBUSY if it stays locked.
  static Result<LockedFile> open(const std::string& path);

  /// The content of the file.
  Result<std::string> read() const;
  /// Replaces the file by one with this text, the same mode and the same owner, and syncs it to the disk. On
  /// failure the file is unchanged, unless only the sync of its directory failed.
  Result<void> replace(std::string_view text);

 private:
  LockedFile(std::string path, UniqueFd fd) : path_(std::move(path)), fd_(std::move(fd)) {}

  std::string path_;  // without symbolic links
  UniqueFd fd_;
};

}  // namespace netkit::cli
