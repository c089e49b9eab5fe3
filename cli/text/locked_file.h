// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/result.h>
#include <netkit/loop/unique_fd.h>

#include <string>
#include <string_view>

namespace netkit::cli {

/// A regular file that is about to be changed: locked (flock(2)) against others who change it in this way, so
/// that nobody's change is lost. A symbolic link stands for the file that it leads to.
class LockedFile {
 public:
  /// Makes an empty one if there is none. Waits ten seconds at most for whoever has it. Errors: the system's,
  /// EINVAL for what is no regular file, ETIMEDOUT.
  static Result<LockedFile> open(const std::string& path);

  /// What is in it.
  Result<std::string> read() const;
  /// Puts another file in its place that has this text, the same mode and the same owner: all of it, on the
  /// disk, or nothing has changed.
  Result<void> replace(std::string_view text);

 private:
  LockedFile(std::string path, UniqueFd fd) : path_(std::move(path)), fd_(std::move(fd)) {}

  std::string path_;  // without symbolic links
  UniqueFd fd_;
};

}  // namespace netkit::cli
