// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/loop.h>
#include <netkit/loop/timer.h>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "cli/filter/stream_filter.h"

namespace netkit::cli {

/// Sends in pieces, with time between them. Keeps at most what one write() has brought, and a piece that is
/// not whole.
class PacedFilter final : public StreamFilter {
 public:
  using Time = std::chrono::milliseconds;

  /// The first piece of what is to be sent, and the wait behind it. A size of 0 without a wait: it is not
  /// whole yet.
  struct Piece {
    std::size_t size = 0;
    Time wait{0};
  };
  /// `held` is not empty; `ending`: nothing follows it.
  using NextPiece = std::move_only_function<Piece(std::string_view held, bool ending, Time now)>;

  PacedFilter(Loop& loop, Stream& behind, NextPiece next)
      : StreamFilter(behind), loop_(loop), next_(std::move(next)), again_(loop, [this] { go_on(); }) {}

  bool write(Bytes bytes) override;
  void end() override;
  void destroy_soon() override;
  std::size_t unsent() const override { return held_.size() + behind().unsent(); }
  PumpSink* pump_sink() override { return nullptr; }  // the filter has to see what is sent

 private:
  enum class Ending { none, end, soon };

  void on_drain() override;
  void on_finish(std::error_code cause) override;

  void send();
  void go_on();
  bool waits() const { return again_.running() || draining_; }

  Loop& loop_;
  NextPiece next_;
  Timer again_;
  std::string held_;
  bool ending_ = false;
  Ending due_ = Ending::none;  // once everything is sent
  bool draining_ = false;      // the stream behind takes no more for now
  bool wants_drain_ = false;   // write() has returned false
};

/// At most so many bytes a second (--rate).
PacedFilter::NextPiece pieces_at_rate(std::size_t bytes_per_second);
/// Line by line (--delay). What is longer than `longest` goes in pieces.
PacedFilter::NextPiece lines_with_delay(PacedFilter::Time delay, std::size_t longest);

}  // namespace netkit::cli
