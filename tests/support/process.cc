// SPDX-License-Identifier: MIT
#include "process.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include "fd_io.h"

namespace netkit::test {

namespace {

constexpr std::size_t chunk = std::size_t{1} << 18;
/// The most bytes of stdout and stderr in a failure message.
constexpr std::size_t shown = 2000;

std::string_view tail(std::string_view text) {
  return text.substr(text.size() - std::min(text.size(), shown));
}

void block_sigpipe() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace

Process::Process(const Launch& launch)
    : argv_(launch.argv), launched_(start(launch)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  in_.fd = std::move(launched_.in);
  out_.fd = std::move(launched_.out);
  err_.fd = std::move(launched_.err);
  pump_ = std::thread([this] { pump(); });
}

Process::~Process() {
  signal(SIGKILL);
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake();
  pump_.join();
  if (!wait_status_) ::waitpid(launched_.pid, nullptr, 0);
}

void Process::wake() {
  const std::uint64_t one = 1;
  if (::write(wake_.get(), &one, sizeof one) < 0 && errno != EAGAIN) fail_errno("eventfd");
}

void Process::pump() {
  block_sigpipe();
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    pump_once();
  }
}

void Process::pump_once() {
  pollfd items[5];
  {
    const std::lock_guard lock(mutex_);
    const bool feeds = in_.fd && (in_.written < in_.bytes.size() || in_.closing);
    items[0] = {wake_.get(), POLLIN, 0};
    items[1] = {wait_status_ ? -1 : launched_.pidfd.get(), POLLIN, 0};
    items[2] = {out_.fd.get(), POLLIN, 0};
    items[3] = {err_.fd.get(), POLLIN, 0};
    items[4] = {feeds ? in_.fd.get() : -1, POLLOUT, 0};
  }
  if (::poll(items, 5, -1) < 0) return;
  {
    const std::lock_guard lock(mutex_);
    std::uint64_t count = 0;
    if (items[0].revents != 0 && ::read(wake_.get(), &count, sizeof count) < 0 && errno != EAGAIN) return;
    if (items[2].revents != 0) collect(out_);
    if (items[3].revents != 0) collect(err_);
    if (items[4].revents != 0) feed();
    if (items[1].revents != 0) reap();
  }
  news_.notify_all();
}

void Process::feed() {
  if (in_.written < in_.bytes.size()) {
    const ssize_t put = ::write(in_.fd.get(), in_.bytes.data() + in_.written,
                                std::min(in_.bytes.size() - in_.written, chunk));
    if (put < 0 && (errno == EAGAIN || errno == EINTR)) return;
    // The reader has gone: the rest is lost, as in a shell's pipeline.
    if (put < 0) {
      in_.fd.reset();
      return;
    }
    in_.written += static_cast<std::size_t>(put);
  }
  if (in_.written == in_.bytes.size() && in_.closing) in_.fd.reset();
}

void Process::collect(Channel& channel) {
  static thread_local std::string buffer(chunk, '\0');
  const ssize_t got = ::read(channel.fd.get(), buffer.data(), buffer.size());
  if (got > 0) channel.bytes.append(buffer.data(), static_cast<std::size_t>(got));
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) channel.fd.reset();
}

void Process::reap() {
  int status = 0;
  if (::waitpid(launched_.pid, &status, WNOHANG) == launched_.pid) wait_status_ = status;
}

std::string Process::description() {
  std::string text;
  for (const auto& word : argv_) text += word + " ";
  text += wait_status_ ? "(has ended)" : "(is running)";
  text += "\n  stderr: " + std::string(tail(err_.bytes));
  text += "\n  stdout: " + std::to_string(out_.bytes.size()) + " bytes";
  return text;
}

void Process::wait_until(const std::function<bool()>& done, const std::string& what,
                         const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  if (news_.wait_until(lock, deadline.at(), done)) return;
  throw TooLate("timed out waiting for " + what + " of " + description());
}

int Process::wait(const Deadline& deadline) {
  wait_until([this] { return wait_status_.has_value(); }, "the end", deadline);
  const std::lock_guard lock(mutex_);
  return WIFSIGNALED(*wait_status_) ? 128 + WTERMSIG(*wait_status_) : WEXITSTATUS(*wait_status_);
}

std::optional<int> Process::wait_at_most(Duration duration) {
  {
    std::unique_lock lock(mutex_);
    if (!news_.wait_for(lock, duration, [this] { return wait_status_.has_value(); })) return std::nullopt;
  }
  return wait();
}

bool Process::running() {
  return !wait_at_most(Duration(0));
}

bool Process::was_killed() {
  const std::lock_guard lock(mutex_);
  return wait_status_ && WIFSIGNALED(*wait_status_);
}

void Process::signal(int number) {
  const std::lock_guard lock(mutex_);
  if (!wait_status_) ::kill(launched_.pid, number);
}

void Process::write_stdin(std::string_view bytes) {
  {
    const std::lock_guard lock(mutex_);
    in_.bytes += bytes;
  }
  wake();
}

void Process::close_stdin() {
  {
    const std::lock_guard lock(mutex_);
    in_.closing = true;
  }
  wake();
}

std::size_t Process::stdin_left() {
  const std::lock_guard lock(mutex_);
  return in_.bytes.size() - in_.written;
}

std::string Process::stdout_so_far() {
  const std::lock_guard lock(mutex_);
  return out_.bytes;
}

std::string Process::stderr_so_far() {
  const std::lock_guard lock(mutex_);
  return err_.bytes;
}

std::string Process::read_stdout_until_eof(const Deadline& deadline) {
  wait_until([this] { return !out_.fd; }, "the end of stdout", deadline);
  return stdout_so_far();
}

std::string Process::read_stderr_until_eof(const Deadline& deadline) {
  wait_until([this] { return !err_.fd; }, "the end of stderr", deadline);
  return stderr_so_far();
}

std::string Process::wait_for_stdout(std::size_t bytes, const Deadline& deadline) {
  wait_until([this, bytes] { return !out_.fd || out_.bytes.size() >= bytes; },
             std::to_string(bytes) + " bytes from stdout", deadline);
  return stdout_so_far();
}

void Process::wait_for_stderr(std::string_view text, const Deadline& deadline) {
  const auto is_there = [this, text] { return err_.bytes.find(text) != std::string::npos; };
  wait_until([this, &is_there] { return !err_.fd || is_there(); }, "'" + std::string(text) + "' on stderr",
             deadline);
  const std::lock_guard lock(mutex_);
  if (!is_there()) throw TooLate("no '" + std::string(text) + "' on stderr of " + description());
}

Outcome finish(Process& process, const Deadline& deadline) {
  process.close_stdin();
  Outcome outcome;
  outcome.status = process.wait(deadline);
  outcome.out = process.read_stdout_until_eof(deadline);
  outcome.err = process.read_stderr_until_eof(deadline);
  return outcome;
}

Outcome run(const Launch& launch, std::string_view stdin_text) {
  Process process(launch);
  process.write_stdin(stdin_text);
  return finish(process);
}

}  // namespace netkit::test
