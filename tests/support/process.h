// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "launch.h"
#include "patience.h"

namespace netkit::test {

/// A running program. Those of its stdin, stdout and stderr that are Stdio::pumped are fed and collected by a
/// thread of the test, so that the program never waits for the test. The destructor kills it.
/// Every wait throws TooLate, with what is known about the program, once its deadline has passed.
class Process {
 public:
  explicit Process(const Launch& launch);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  pid_t pid() const { return launched_.pid; }

  /// Waits for its end: the exit status, or 128 + the signal that killed it.
  int wait(const Deadline& deadline = Deadline());
  /// The same, if it ends in time.
  std::optional<int> wait_at_most(Duration duration);
  bool running();
  /// After its end: whether a signal killed it (a status above 128 can also come from exit()).
  bool was_killed();
  /// Sends a signal; does nothing once the program has ended.
  void signal(int number);

  /// Queues bytes for stdin; they are written as the program reads. Lost if it closes its stdin.
  void write_stdin(std::string_view bytes);
  /// Closes stdin once everything queued has been written.
  void close_stdin();
  /// The number of bytes of stdin that are not in the pipe yet.
  std::size_t stdin_left();

  std::string stdout_so_far();
  std::string stderr_so_far();
  /// Waits for the end of stdout and returns all of it.
  std::string read_stdout_until_eof(const Deadline& deadline = Deadline());
  std::string read_stderr_until_eof(const Deadline& deadline = Deadline());
  /// Waits for this many bytes (or the end) and returns all there are.
  std::string wait_for_stdout(std::size_t bytes, const Deadline& deadline = Deadline());
  /// Waits for this text; throws immediately if stderr ends without it.
  void wait_for_stderr(std::string_view text, const Deadline& deadline = Deadline());

 private:
  /// A pumped pipe and what has gone through it.
  struct Channel {
    UniqueFd fd;
    std::string bytes;        ///< collected; of stdin: to be written
    std::size_t written = 0;  ///< of stdin: how many were written
    bool closing = false;     ///< of stdin: to be closed once all are written
  };

  void pump();
  void pump_once();
  void feed();
  void collect(Channel& channel);
  void reap();
  void wake();
  void wait_until(const std::function<bool()>& done, const std::string& what, const Deadline& deadline);
  std::string description();

  const std::vector<std::string> argv_;
  Launched launched_;
  UniqueFd wake_;
  std::mutex mutex_;  ///< guards everything below
  std::condition_variable news_;
  Channel in_;
  Channel out_;
  Channel err_;
  std::optional<int> wait_status_;
  bool stopping_ = false;
  std::thread pump_;
};

/// The result of a program that has ended.
struct Outcome {
  int status = -1;
  std::string out;
  std::string err;
};

/// Closes its stdin (if pumped) and waits for the end of everything.
Outcome finish(Process& process, const Deadline& deadline = Deadline());

/// Runs it from start to end with this text on stdin.
Outcome run(const Launch& launch, std::string_view stdin_text = {});

}  // namespace netkit::test
