// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/signals.h>
#include <netkit/loop/timer.h>

#include <optional>

namespace netkit::cli {

/// Reaps the orphans that process 1 gets, while children of ours are waited for: SIGCHLD cannot be ignored
/// then. Does nothing in any other process.
class Orphans {
 public:
  explicit Orphans(Loop& loop);

 private:
  void reap();

  Timer later_;
  std::optional<Signals> signals_;  // none: this is not process 1
};

}  // namespace netkit::cli
