// SPDX-License-Identifier: MIT
#include "cli/process/orphans.h"

#include <netkit/process/child_process.h>
#include <unistd.h>

#include <chrono>
#include <csignal>

namespace netkit::cli {

Orphans::Orphans(Loop& loop)
    : later_(loop, [this] { reap(); }), signals_(loop, {SIGCHLD}, [this](int) { reap(); }) {
  later_.unref();
}

// A child of ours that has just ended may stand before them.
void Orphans::reap() {
  constexpr std::chrono::milliseconds soon{10};
  if (::getpid() == 1 && !ChildProcess::reap_others()) later_.start(soon);
}

}  // namespace netkit::cli
