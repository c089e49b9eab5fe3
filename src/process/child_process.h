// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/loop/fd_watcher.h>
#include <netkit/loop/unique_fd.h>
#include <sys/types.h>

#include <csignal>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// A program to start, and what it starts with.
struct ChildSettings {
  std::string file;                      ///< its path, for execve(2)
  std::vector<std::string> arguments;    ///< argv, with the program's name first
  std::vector<std::string> environment;  ///< "NAME=VALUE"
  int input, output;                     ///< become its stdin and stdout; they stay the caller's
};

/// How a child ended (wait(2)).
struct ChildEnd {
  int status = 0;  ///< its exit status, 0..255
  int signal = 0;  ///< the signal that ended it; 0: it has exited
};

/// A child process. It leads a session of its own; stderr is ours; it has no other descriptor, no signal is
/// blocked or ignored, and its limit on descriptors is the one that this process started with. Our memory is
/// not copied to start it.
class ChildProcess {
 public:
  using OnEnd = std::move_only_function<void(ChildEnd)>;

  /// Starts it. `on_end` is called once, from the loop, when the child has ended and been reaped; it may
  /// destroy this object. SIGCHLD must not be ignored. Errors are those of fork(2), execve(2) and
  /// pidfd_open(2).
  static Result<std::unique_ptr<ChildProcess>> start(Loop& loop, const ChildSettings& settings, OnEnd on_end);
  /// The child is left alone; who destroys this before its end leaves a zombie.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t id() const { return id_; }
  /// Sends the signal to the child and to all processes of its group. No effect after its end.
  void signal_group(int number);

  /// Reaps the children of this process that were not started here, such as the orphans of process 1, which
  /// have ended. Returns false if a child that was started here has to be reaped first. For any thread.
  static bool reap_others();

 private:
  ChildProcess(Loop& loop, pid_t id, UniqueFd descriptor, OnEnd on_end);
  siginfo_t take_end();
  void reap();

  pid_t id_;
  bool ended_ = false;
  UniqueFd descriptor_;  // pidfd_open(2): readable once the child has ended
  FdWatcher watcher_;
  OnEnd on_end_;
};

// Example:
//
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     const UniqueFd ours(ends[0]);
//     UniqueFd theirs(ends[1]);
//     Loop loop;
//     const auto child = *ChildProcess::start(
//         loop, {"/bin/echo", {"echo", "hello"}, {}, theirs.get(), theirs.get()},
//         [](ChildEnd end) { assert(end.status == 0 && end.signal == 0); });
//     theirs.reset();
//     loop.run();
//     std::array<char, 8> text{};
//     assert(::read(ours.get(), text.data(), text.size()) == 6);

}  // namespace netkit
