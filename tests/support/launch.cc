// SPDX-License-Identifier: MIT
#include "launch.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>

#include "fd_io.h"

extern char** environ;

namespace netkit::test {

namespace {

/// Descriptors are first gathered above these numbers, so that putting them in place overwrites none.
constexpr int first_safe_number = 100;

/// What the child needs after fork, made beforehand: between fork and exec it must not allocate.
struct Plan {
  std::vector<std::string> environment_texts;
  std::vector<char*> argv;
  std::vector<char*> environment;
  std::vector<std::pair<int, int>> placements;  ///< {descriptor, number}; descriptor -1: closed
  std::vector<UniqueFd> kept;                   ///< what the placements refer to
  UniqueFd failure_read;
  UniqueFd failure_write;
};

UniqueFd to_safe_number(int fd) {
  UniqueFd moved(::fcntl(fd, F_DUPFD_CLOEXEC, first_safe_number));
  if (!moved) fail_errno("dup");
  return moved;
}

/// The child's side of a stdio; `ours` gets the test's side if it is pumped.
UniqueFd childs_side(const Stdio& stdio, int number, UniqueFd& ours) {
  switch (stdio.kind) {
    case Stdio::Kind::pumped: {
      Pipe made = number == 0 ? pipe_to_child() : pipe_from_child();
      ours = std::move(number == 0 ? made.write : made.read);
      return std::move(number == 0 ? made.read : made.write);
    }
    case Stdio::Kind::descriptor:
      return duplicate(stdio.fd);
    case Stdio::Kind::closed:
      return UniqueFd();
    case Stdio::Kind::null:
      return open_file("/dev/null", O_RDWR);
    case Stdio::Kind::file_to_read:
      return open_file(stdio.path, O_RDONLY);
    case Stdio::Kind::file_to_write:
      return open_file(stdio.path, O_WRONLY | O_CREAT | O_TRUNC);
    case Stdio::Kind::file_to_append:
      return open_file(stdio.path, O_WRONLY | O_CREAT | O_APPEND);
  }
  return UniqueFd();
}

void place(Plan& plan, int fd, int number) {
  if (fd < 0) {
    plan.placements.emplace_back(-1, number);
    return;
  }
  plan.kept.push_back(to_safe_number(fd));
  plan.placements.emplace_back(plan.kept.back().get(), number);
}

/// Variables that would change what netkit or a peer does are left out.
bool is_handed_on(std::string_view variable) {
  for (const char* prefix : {"NETKIT_", "LISTEN_", "NOTIFY_SOCKET=", "LC_ALL=", "NO_COLOR="}) {
    if (variable.starts_with(prefix)) return false;
  }
  return true;
}

void plan_environment(const Launch& launch, Plan& plan) {
  const auto is_set_anew = [&launch](std::string_view variable) {
    return std::any_of(launch.environment.begin(), launch.environment.end(),
                       [variable](const auto& set) { return variable.starts_with(set.first + "="); });
  };
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (is_handed_on(*variable) && !is_set_anew(*variable)) plan.environment_texts.emplace_back(*variable);
  }
  plan.environment_texts.emplace_back("LC_ALL=C");
  for (const auto& [name, value] : launch.environment) plan.environment_texts.push_back(name + "=" + value);
  for (auto& text : plan.environment_texts) plan.environment.push_back(text.data());
  plan.environment.push_back(nullptr);
}

Plan make_plan(const Launch& launch, Launched& launched) {
  Plan plan;
  for (const auto& word : launch.argv) plan.argv.push_back(const_cast<char*>(word.c_str()));
  plan.argv.push_back(nullptr);
  plan_environment(launch, plan);
  place(plan, childs_side(launch.stdio.in, 0, launched.in).get(), 0);
  place(plan, childs_side(launch.stdio.out, 1, launched.out).get(), 1);
  place(plan, childs_side(launch.stdio.err, 2, launched.err).get(), 2);
  for (const auto& [fd, number] : launch.inherited) place(plan, fd, number);
  Pipe failure = pipe_from_child();
  plan.failure_read = std::move(failure.read);
  plan.failure_write = to_safe_number(failure.write.get());
  return plan;
}

bool set_signals(const Launch& launch) {
  for (int number = 1; number < NSIG; ++number) {
    if (number != SIGKILL && number != SIGSTOP) ::signal(number, SIG_DFL);
  }
  for (const int number : launch.ignored_signals) ::signal(number, SIG_IGN);
  sigset_t none;
  ::sigemptyset(&none);
  return ::sigprocmask(SIG_SETMASK, &none, nullptr) == 0;
}

bool place_descriptors(const Plan& plan) {
  // The child does not inherit the signal settings of this program.
  if (::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) != 0) return false;
  for (const auto& [fd, number] : plan.placements) {
    if (fd < 0) {
      ::close(number);
    } else if (::dup2(fd, number) < 0) {
      return false;
    }
  }
  return true;
}

bool enter_session(const Launch& launch) {
  if (launch.session == Launch::Session::ours) return true;
  if (::setsid() < 0) return false;
  return launch.session == Launch::Session::own || ::ioctl(0, TIOCSCTTY, 0) == 0;
}

bool set_limits(const Launch& launch) {
  for (const auto& [what, most] : launch.limits) {
    const rlimit limit{most, most};
    if (::setrlimit(static_cast<__rlimit_resource>(what), &limit) != 0) return false;
  }
  return true;
}

/// The child, after fork. Returns only if something failed, with errno.
void become(const Launch& launch, const Plan& plan, pid_t parent) {
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::getppid() != parent) return;
  if (launch.umask) ::umask(*launch.umask);
  if (!launch.directory.empty() && ::chdir(launch.directory.c_str()) != 0) return;
  if (!place_descriptors(plan) || !enter_session(launch) || !set_limits(launch) || !set_signals(launch))
    return;
  ::execvpe(plan.argv[0], plan.argv.data(), plan.environment.data());
}

/// Nothing comes from the child if exec worked; otherwise its errno.
void check_exec(const Launch& launch, Plan& plan, pid_t pid) {
  plan.failure_write.reset();
  const Read failure = read_to_end(plan.failure_read.get());
  if (failure.bytes.size() < sizeof errno) return;
  ::waitpid(pid, nullptr, 0);
  std::memcpy(&errno, failure.bytes.data(), sizeof errno);
  fail_errno("cannot run " + launch.argv.at(0));
}

}  // namespace

Launched start(const Launch& launch) {
  Launched launched;
  Plan plan = make_plan(launch, launched);
  const pid_t parent = ::getpid();
  launched.pid = ::fork();
  if (launched.pid < 0) fail_errno("fork");
  if (launched.pid == 0) {
    become(launch, plan, parent);
    const int why = errno;
    ::_exit(::write(plan.failure_write.get(), &why, sizeof why) == sizeof why ? 125 : 126);
  }
  check_exec(launch, plan, launched.pid);
  launched.pidfd.reset(static_cast<int>(::syscall(SYS_pidfd_open, launched.pid, 0)));
  if (!launched.pidfd) fail_errno("pidfd_open");
  return launched;
}

}  // namespace netkit::test
