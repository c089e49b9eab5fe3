// SPDX-License-Identifier: MIT
#include <netkit/process/child_process.h>

#include <fcntl.h>
#include <netkit/loop/uv_error.h>
#include <netkit/process/internal/spawn.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <mutex>
#include <set>
#include <system_error>
#include <utility>

namespace netkit {
namespace {

/// The children that have been started and not reaped. The lock is held while one becomes or ceases to be one
/// of them, so that reap_others() takes none of them for another's.
struct Started {
  std::mutex mutex;
  std::set<pid_t> ids;
};

Started& started() {
  static Started all;
  return all;
}

Result<pid_t> start_and_note(const ChildSettings& settings) {
  const std::lock_guard lock(started().mutex);
  const auto id = internal::spawn(settings);
  if (id) started().ids.insert(*id);
  return id;
}

// glibc has a function for it since 2.36 only. The descriptor is closed on execve(2).
UniqueFd open_process(pid_t id) {
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, id, 0)));
}

void end_at_once(pid_t id) {
  ::kill(id, SIGKILL);
  const std::lock_guard lock(started().mutex);
  ::waitpid(id, nullptr, 0);
  started().ids.erase(id);
}

}  // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(Loop& loop, const ChildSettings& settings,
                                                          OnEnd on_end) {
  const auto id = start_and_note(settings);
  if (!id) return std::unexpected(id.error());
  UniqueFd descriptor = open_process(*id);
  if (!descriptor) {
    const auto cause = errno_error(errno);
    end_at_once(*id);
    return std::unexpected(step_error(cause, "pidfd_open"));
  }
  try {
    return std::unique_ptr<ChildProcess>(
        new ChildProcess(loop, *id, std::move(descriptor), std::move(on_end)));
  } catch (const std::system_error& error) {  // there are no descriptors to wait for it with
    end_at_once(*id);
    return std::unexpected(step_error(error.code(), "epoll_create1"));
  }
}

ChildProcess::ChildProcess(Loop& loop, pid_t id, UniqueFd descriptor, OnEnd on_end)
    : id_(id),
      descriptor_(std::move(descriptor)),
      watcher_(loop, descriptor_.get(), [this] { reap(); }),
      on_end_(std::move(on_end)) {
  watcher_.watch(EPOLLIN);
}

ChildProcess::~ChildProcess() = default;

// Until it is reaped, its number belongs to no other process or group.
void ChildProcess::signal_group(int number) {
  if (!ended_) ::kill(-id_, number);
}

siginfo_t ChildProcess::take_end() {
  const std::lock_guard lock(started().mutex);
  siginfo_t info{};
  if (::waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED | WNOHANG) != 0) {
    info.si_pid = id_;  // it was reaped behind our back: nothing is known of it but that
    info.si_code = CLD_EXITED;
  }
  if (info.si_pid != 0) started().ids.erase(id_);
  return info;
}

void ChildProcess::reap() {
  const siginfo_t info = take_end();
  if (info.si_pid == 0) return;
  ended_ = true;
  watcher_.watch(0);
  auto on_end = std::move(on_end_);
  if (info.si_code == CLD_EXITED) return on_end({.status = info.si_status});
  on_end({.signal = info.si_status});
}

bool ChildProcess::reap_others() {
  const std::lock_guard lock(started().mutex);
  while (true) {
    siginfo_t info{};
    if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) return true;
    if (started().ids.contains(info.si_pid)) return false;
    ::waitpid(info.si_pid, nullptr, WNOHANG);
  }
}

}  // namespace netkit
