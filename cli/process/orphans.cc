// SPDX-License-Identifier: MIT
#include "cli/process/orphans.h"

#include <netkit/process/child_process.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <initializer_list>

namespace netkit::cli {

Orphans::Orphans(Loop& loop) : later_(loop, [this] { reap(); }) {
  later_.unref();
  if (::getpid() == 1) signals_.emplace(loop, std::initializer_list<int>{SIGCHLD}, [this](int) { reap(); });
}

// A child of ours that has just ended may stand before them.
void Orphans::reap() {
  constexpr std::chrono::milliseconds soon{10};
  if (!ChildProcess::reap_others()) later_.start(soon);
}

}  // namespace netkit::cli
