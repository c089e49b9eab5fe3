// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/loop.h>
#include <netkit/loop/timer.h>

#include <chrono>
#include <cstddef>
#include <optional>

#include "cli/filter/stream_filter.h"

namespace netkit::cli {

/// Holds what is to be sent, and sends it in pieces with time between them. The end follows the last piece.
class HoldingFilter : public StreamFilter {
 public:
  using Time = std::chrono::milliseconds;

  bool write(Bytes bytes) final;
  void end() final;
  void destroy_soon() final;
  std::size_t unsent() const final { return held() + behind().unsent(); }
  PumpSink* pump_sink() final { return nullptr; }  // the filter has to see what is sent

 protected:
  HoldingFilter(Loop& loop, Stream& behind)
      : StreamFilter(behind), loop_(loop), again_(loop, [this] { go_on(); }) {}

  Time now() const { return loop_.now(); }
  bool ending() const { return ending_; }  // nothing more comes to be held
  void send_on(Bytes piece) { draining_ = !behind().write(piece); }

  virtual void hold(Bytes bytes) = 0;
  virtual std::size_t held() const = 0;  // bytes
  /// Sends the first piece of what is held, with send_on(), and gives the wait behind it. Absent: the piece
  /// is not whole yet.
  virtual std::optional<Time> send_piece() = 0;

 private:
  enum class Ending { none, end, soon };

  void on_drain() final;
  void on_finish(std::error_code cause) final;

  void send();
  void go_on();
  bool waits() const { return again_.running() || draining_; }

  Loop& loop_;
  Timer again_;
  bool ending_ = false;
  Ending due_ = Ending::none;  // once everything is sent
  bool draining_ = false;      // the stream behind takes no more for now
  bool wants_drain_ = false;   // write() has returned false
};

}  // namespace netkit::cli
