// SPDX-License-Identifier: MIT
#include <netkit/process/internal/spawn.h>

#include <fcntl.h>
#include <netkit/loop/system.h>
#include <netkit/loop/uv_error.h>
#include <netkit/process/internal/fresh_start.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>
#include <vector>

namespace netkit::internal {
namespace {

/// Everything that the child needs, made before it exists: it must not allocate.
struct Plan {
  explicit Plan(const ChildSettings& settings)
      : file(settings.file.c_str()),
        arguments(pointers_to(settings.arguments)),
        environment(pointers_to(settings.environment)),
        input(settings.input),
        output(settings.output),
        descriptors(initial_descriptor_limit()) {}

  const char* file;
  std::vector<char*> arguments, environment;
  int input, output;
  rlim_t descriptors;
};

// The functions below run in the child while it has the memory of the parent, which waits. They only make
// system calls.

void close_others() {
  constexpr unsigned first = 3, last = ~0U;
  if (::close_range(first, last, 0) == 0) return;  // since Linux 5.9
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  for (rlim_t fd = first; fd < limit.rlim_cur; ++fd) ::close(static_cast<int>(fd));
}

bool set_standard_streams(int input, int output) {
  // One of them may be 0 or 1.
  const int from = ::fcntl(input, F_DUPFD_CLOEXEC, 3), to = ::fcntl(output, F_DUPFD_CLOEXEC, 3);
  return from >= 0 && to >= 0 && ::dup2(from, STDIN_FILENO) >= 0 && ::dup2(to, STDOUT_FILENO) >= 0;
}

[[noreturn]] void become(const Plan& plan, volatile int& error) {
  ::setsid();
  if (set_standard_streams(plan.input, plan.output)) {
    close_others();
    make_fresh(plan.descriptors);
    ::execve(plan.file, plan.arguments.data(), plan.environment.data());
  }
  error = errno;
  ::_exit(127);
}

// vfork(2) does not copy the page tables, so a process with much memory starts a child as fast as a small
// one. posix_spawn(3) does the same, but cannot set the limit on descriptors. Must not be inlined: the child
// uses the stack frame that the parent returns from later.
[[gnu::noinline]] pid_t start(const Plan& plan, volatile int& error) {
  const pid_t id = ::vfork();  // NOLINT(clang-analyzer-security.insecureAPI.vfork)
  if (id == 0) become(plan, error);
  if (id < 0) error = errno;
  return id;
}

/// Blocks all signals, so that none of our handlers runs in the child.
class WithoutSignals {
 public:
  WithoutSignals() {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~WithoutSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  WithoutSignals(const WithoutSignals&) = delete;
  WithoutSignals& operator=(const WithoutSignals&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

Result<pid_t> spawn(const ChildSettings& settings) {
  const Plan plan(settings);
  volatile int error = 0;
  pid_t id = -1;
  {
    const WithoutSignals blocked;
    id = start(plan, error);
  }
  if (id < 0) return std::unexpected(step_error(errno_error(error), "fork"));
  if (error == 0) return id;
  ::waitpid(id, nullptr, 0);
  return std::unexpected(step_error(errno_error(error), "exec"));
}

}  // namespace netkit::internal
