// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>

#include <mutex>
#include <string>
#include <string_view>
#include <system_error>

#include "cli/report/exit_status.h"

namespace netkit::cli {

/// A file that gets a copy of what passes (--output, --hex-dump). All connections share it, in any thread.
class CopyFile {
 public:
  enum class Start { empty, at_end };

  /// Opens as the shell's > and >> do. Throws std::runtime_error if it cannot.
  CopyFile(std::string path, Start start);

  /// Writes all of it, after what was written before, and waits for a file that is not ready. Returns false
  /// if that fails, and from then on.
  bool write(std::string_view text);
  bool has_failed() const;
  /// How the run ends after a failure.
  Exit failure() const;

  /// Whether both are one file on a disk.
  bool is_same_file(const CopyFile& other) const;

 private:
  std::string path_;
  UniqueFd fd_;
  mutable std::mutex mutex_;  // guards what follows, and keeps pieces whole
  std::error_code cause_;
};

}  // namespace netkit::cli
