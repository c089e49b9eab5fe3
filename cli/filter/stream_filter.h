// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/stream/stream.h>

namespace netkit::cli {

/// A stream in front of another, which passes everything on in both directions. Each filter overrides what it
/// changes.
class StreamFilter : public Stream, protected Stream::Listener {
 public:
  /// The stream behind it must outlive the filter.
  explicit StreamFilter(Stream& behind) : behind_(behind) {}

  void start(Stream::Listener& listener) override {
    listener_ = &listener;
    behind_.start(*this);
  }
  bool write(Bytes bytes) override { return behind_.write(bytes); }
  void end() override { behind_.end(); }
  void destroy_soon() override { behind_.destroy_soon(); }
  void pause() override { behind_.pause(); }
  void resume() override { behind_.resume(); }
  std::size_t unsent() const override { return behind_.unsent(); }
  bool hung_up() const override { return behind_.hung_up(); }
  bool input_waits() const override { return behind_.input_waits(); }
  PumpSource* pump_source() override { return behind_.pump_source(); }
  PumpSink* pump_sink() override { return behind_.pump_sink(); }

 protected:
  void on_data(Bytes bytes) override { listener_->on_data(bytes); }
  void on_moved(std::size_t bytes) override { listener_->on_moved(bytes); }
  void on_end() override { listener_->on_end(); }
  void on_drain() override { listener_->on_drain(); }
  void on_finish(std::error_code cause) override { listener_->on_finish(cause); }
  void on_close(std::error_code cause) override { listener_->on_close(cause); }

  Stream& behind() const { return behind_; }
  Stream::Listener& listener() const { return *listener_; }

 private:
  Stream& behind_;
  Stream::Listener* listener_ = nullptr;
};

}  // namespace netkit::cli
