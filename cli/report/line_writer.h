// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/shared_descriptor.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>

namespace netkit::cli {

/// Writes lines to a descriptor of any kind: messages, events, notifications. Each line is one write(2), so
/// that lines of several writers do not mix. May be used by any thread.
///
/// At first a line that the descriptor does not take is waited for, as in any program. From start_queueing()
/// on no call waits: such a line is queued. If the queue is full, lines are counted and dropped until it is
/// empty, and `lost_line` then takes their place. Only a file on a disk, which is always ready, can hold up
/// the caller.
class LineWriter {
 public:
  struct Options {
    /// The line, with its newline, that reports the number of lost lines; empty for none.
    std::function<std::string(std::uint64_t lines)> lost_line;
    /// Called once, by the thread that writes, when lines are lost because the descriptor has failed;
    /// must not use this writer.
    std::function<void(std::error_code cause)> on_failure = [](std::error_code) {};
  };
  static constexpr std::size_t most_queued = std::size_t{1} << 20;  ///< bytes

  /// `fd` stays the caller's and must stay open.
  LineWriter(int fd, Options options);

  /// Takes a line with its newline.
  void write(std::string line);

  /// On a terminal: shows this text, without a newline, until the next line or status takes its place. Left
  /// out while lines are queued.
  void show_status(const std::string& text);
  /// Takes it away.
  void hide_status();

  /// From now on `on_queued` is called, by any thread, after a line was queued.
  void start_queueing(std::function<void()> on_queued);
  /// Lines are still queued, but `on_queued` is not called any more.
  void forget_on_queued();
  /// Writes as much of the queue as the descriptor takes. Returns whether more is left.
  bool write_queued();
  /// To be watched for readiness while the queue is not empty.
  int descriptor() const { return descriptor_.get(); }

  /// For the last lines of a program: they are queued even if the queue is full.
  void expect_last_lines();
  /// Waits until the queue is empty, but gives up after one second without progress, and after five in all.
  void flush();

  /// Lines that were lost, or are still queued.
  std::uint64_t unwritten();
  bool has_failed();

 private:
  struct Line {
    std::string text;
    std::uint64_t lines = 1;  // that are lost if this one is
  };

  void append(Line line);
  void append_lost_line();
  bool has_room(const std::string& line) const;
  void advance();
  void fail(std::error_code cause);
  bool may_block() const;
  bool wait_until_ready(int milliseconds) const;

  const Options options_;
  SharedDescriptor descriptor_;
  std::mutex mutex_;  // guards everything below
  std::deque<Line> queue_;
  std::size_t queued_bytes_ = 0;
  std::size_t sent_ = 0;  // bytes of the first line that were written
  std::uint64_t lost_ = 0;
  std::optional<std::function<void()>> on_queued_;  // has a value: lines are queued
  bool takes_all_ = false, failed_ = false;
  bool shows_status_ = false;
};

}  // namespace netkit::cli
