// SPDX-License-Identifier: MIT
#include "supervisor.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "support/temp_dir.h"

namespace netkit::bench {

namespace {

constexpr unsigned most_seconds = 600;

sigset_t ends() {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) ::sigaddset(&set, number);
  return set;
}

void print(const Report& report) {
  std::fputs(report.text().c_str(), stdout);
  std::fflush(stdout);
}

/// The child. Jobs leave their own mess to those who end the group.
[[noreturn]] void work(const Job& job, const Setting& setting) {
  const sigset_t held = ends();
  ::sigprocmask(SIG_UNBLOCK, &held, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  ::alarm(most_seconds);
  Report report(job.name, job.what);
  try {
    job.run(setting, report);
  } catch (const std::exception& why) {
    report.note(std::string("Could not be run: ") + why.what() + ".");
  }
  print(report);
  std::_Exit(0);
}

/// Kills what is left of a group, its leader included, and waits for all of them. Answers the leader's
/// status.
int end_group(pid_t leader) {
  ::kill(-leader, SIGKILL);
  int of_leader = 0;
  int status = 0;
  for (pid_t ended = 0; (ended = ::waitpid(-leader, &status, 0)) > 0;) {
    if (ended == leader) of_leader = status;
  }
  return of_leader;
}

/// Waits until the leader has ended, or a signal wants us to. Answers the signal.
int wait_for_end(pid_t leader) {
  const sigset_t held = ends();
  for (;;) {
    int number = 0;
    ::sigwait(&held, &number);
    if (number != SIGCHLD) return number;
    siginfo_t ended{};
    ::waitid(P_PID, static_cast<id_t>(leader), &ended, WEXITED | WNOHANG | WNOWAIT);
    if (ended.si_pid == leader) return SIGCHLD;
  }
}

}  // namespace

void become_supervisor() {
  const sigset_t held = ends();
  ::sigprocmask(SIG_BLOCK, &held, nullptr);
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

bool supervise(const Job& job, Setting setting) {
  const test::TempDir files;
  setting.files = files.path();
  const pid_t leader = ::fork();
  if (leader == 0) {
    ::setpgid(0, 0);
    // Socket files of the job's go with its directory.
    ::setenv("TMPDIR", setting.files.c_str(), 1);
    work(job, setting);
  }
  ::setpgid(leader, leader);
  const int signal = wait_for_end(leader);
  const int status = end_group(leader);
  if (signal != SIGCHLD) return false;
  if (WIFSIGNALED(status)) {
    Report report(job.name, job.what);
    report.note(WTERMSIG(status) == SIGALRM ? "Could not be run: it took too long."
                                            : "Could not be run: the driver broke.");
    print(report);
  }
  return true;
}

}  // namespace netkit::bench
