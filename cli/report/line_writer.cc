// SPDX-License-Identifier: MIT
#include "cli/report/line_writer.h"

#include <fcntl.h>
#include <netkit/loop/uv_error.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string_view>
#include <utility>

namespace netkit::cli {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto longest_pause = 1000ms;  // of the reader, at the end of the program
constexpr auto longest_flush = 5000ms;

constexpr std::string_view clear_line =
    "\r\x1b[K";  // to the start of the terminal's line, and erase it (ECMA-48, EL)

// The duplicate is what SharedDescriptor may open again and close; `fd` keeps its flags and stays open.
int duplicate_of(int fd) {
  const int duplicate = ::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  return duplicate >= 0 ? duplicate : fd;
}

// Removes the start of a line whose rest does not fit, unless another program has written after it.
void take_back(int fd, std::size_t bytes) {
  const off_t end = ::lseek(fd, 0, SEEK_CUR);
  struct stat file{};
  if (end < 0 || ::fstat(fd, &file) != 0 || !S_ISREG(file.st_mode) || file.st_size != end) return;
  const off_t start = end - static_cast<off_t>(bytes);
  if (::ftruncate(fd, start) == 0) (void)::lseek(fd, start, SEEK_SET);
}

}  // namespace

LineWriter::LineWriter(int fd, Options options)
    : options_(std::move(options)), descriptor_(duplicate_of(fd), O_WRONLY) {}

void LineWriter::write(std::string line) {
  const std::lock_guard lock(mutex_);
  if (std::exchange(shows_status_, false)) line.insert(0, clear_line);
  advance();
  if (queue_.empty()) append_lost_line();
  if (!has_room(line)) {
    ++lost_;
    return;
  }
  if (takes_all_) append_lost_line();
  append({std::move(line)});
  advance();
  if (queue_.empty()) return;
  if (on_queued_) {
    if (*on_queued_) (*on_queued_)();
    return;
  }
  while (!queue_.empty()) {
    (void)wait_until_ready(-1);
    advance();
  }
}

void LineWriter::show_status(const std::string& text) {
  const std::lock_guard lock(mutex_);
  advance();
  if (!queue_.empty()) return;
  append({std::string(clear_line) + text});
  shows_status_ = true;
  advance();
}

void LineWriter::hide_status() {
  const std::lock_guard lock(mutex_);
  if (!std::exchange(shows_status_, false)) return;
  append({std::string(clear_line)});
  advance();
}

// While lines are being lost none is taken, so that their number is reported once.
bool LineWriter::has_room(const std::string& line) const {
  return takes_all_ || (lost_ == 0 && queued_bytes_ + line.size() <= most_queued);
}

void LineWriter::append(Line line) {
  queued_bytes_ += line.text.size();
  queue_.push_back(std::move(line));
}

void LineWriter::append_lost_line() {
  if (lost_ == 0) return;
  Line line{options_.lost_line(lost_), std::exchange(lost_, 0)};
  if (!line.text.empty()) append(std::move(line));
}

void LineWriter::advance() {
  while (!queue_.empty()) {
    const std::string& text = queue_.front().text;
    if (may_block() && !wait_until_ready(0)) return;
    const ssize_t count = descriptor_.write(as_bytes(text).subspan(sent_));
    if (count < 0 && errno == EINTR) continue;
    if (count == 0 || (count < 0 && errno == EAGAIN)) return;
    if (count < 0) return fail(errno_error(errno));
    sent_ += static_cast<std::size_t>(count);
    if (sent_ < text.size()) continue;
    queued_bytes_ -= text.size();
    sent_ = 0;
    queue_.pop_front();
    if (queue_.empty()) append_lost_line();
  }
}

// Nothing of the queue is kept: a reader that comes later starts with a whole line.
void LineWriter::fail(std::error_code cause) {
  if (sent_ > 0) take_back(descriptor_.get(), sent_);
  for (const Line& line : queue_) lost_ += line.lines;
  queue_.clear();
  queued_bytes_ = sent_ = 0;
  if (!std::exchange(failed_, true)) options_.on_failure(cause);
}

// A pipe or terminal that could not be opened again, with flags of its own, must be ready before each write.
bool LineWriter::may_block() const {
  const DescriptorKind kind = descriptor_.kind();
  return !descriptor_.never_waits() && kind != DescriptorKind::file && kind != DescriptorKind::nothing;
}

bool LineWriter::wait_until_ready(int milliseconds) const {
  pollfd ready{descriptor_.get(), POLLOUT, 0};
  return ::poll(&ready, 1, milliseconds) != 0;
}

void LineWriter::start_queueing(std::function<void()> on_queued) {
  const std::lock_guard lock(mutex_);
  on_queued_ = std::move(on_queued);
}

void LineWriter::forget_on_queued() {
  start_queueing({});
}

bool LineWriter::write_queued() {
  const std::lock_guard lock(mutex_);
  advance();
  return !queue_.empty();
}

void LineWriter::expect_last_lines() {
  const std::lock_guard lock(mutex_);
  takes_all_ = true;
}

void LineWriter::flush() {
  const std::lock_guard lock(mutex_);
  const auto end = Clock::now() + longest_flush;
  advance();
  while (!queue_.empty()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    const auto most = std::clamp(left, 0ms, longest_pause);
    if (!wait_until_ready(static_cast<int>(most.count()))) return;
    if (most == 0ms) return;
    advance();
  }
}

std::uint64_t LineWriter::unwritten() {
  const std::lock_guard lock(mutex_);
  std::uint64_t lines = lost_;
  for (const Line& line : queue_) lines += line.lines;
  return lines;
}

bool LineWriter::has_failed() {
  const std::lock_guard lock(mutex_);
  return failed_;
}

}  // namespace netkit::cli
