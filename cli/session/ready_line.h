// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/fd_watcher.h>
#include <netkit/loop/shared_descriptor.h>

#include <string>

#include "cli/report/report.h"

namespace netkit::cli {

/// Writes text to the descriptor of --ready-fd and closes it: whole, however slowly it is taken, or else it
/// reports the failure.
class ReadyLine {
 public:
  ReadyLine(Loop& loop, const Report& report, int fd, std::string text);
  /// Reports what has not been written by then.
  ~ReadyLine();

 private:
  void advance();
  void failed(int error);

  const Report& report_;
  const int number_;  // as it was handed over
  std::string left_;
  SharedDescriptor descriptor_;
  FdWatcher room_;
};

}  // namespace netkit::cli
