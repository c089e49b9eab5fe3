// SPDX-License-Identifier: MIT
#include "cli/process/init_process.h"

#include <unistd.h>

#include <csignal>
#include <initializer_list>

namespace netkit::cli {
namespace {

void end(int number) {
  ::_exit(128 + number);
}

// Unless the signal was ignored at the start.
void end_by(int number) {
  if (std::signal(number, end) == SIG_IGN) std::signal(number, SIG_IGN);
}

}  // namespace

void act_as_init() {
  if (::getpid() != 1) return;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) end_by(number);
  // If SIGCHLD is ignored explicitly, the kernel reaps children itself; otherwise see Orphans.
  std::signal(SIGCHLD, SIG_IGN);
}

}  // namespace netkit::cli
