// SPDX-License-Identifier: MIT
#pragma once

#include "cli/filter/stream_filter.h"
#include "cli/filter/telnet_decoder.h"

namespace netkit::cli {

/// Speaks telnet to the peer (--telnet): answers its negotiation and takes it out of what arrives. While the
/// peer does not take the answers, nothing is read from it.
class TelnetFilter final : public StreamFilter {
 public:
  using StreamFilter::StreamFilter;

  bool write(Bytes bytes) override;
  void pause() override;
  void resume() override;
  PumpSource* pump_source() override { return nullptr; }  // the filter has to see every byte
  PumpSink* pump_sink() override { return nullptr; }

 private:
  void on_data(Bytes bytes) override;
  void on_drain() override;
  void on_finish(std::error_code cause) override;

  void answers_taken();

  TelnetDecoder decoder_;
  bool answers_wait_ = false;  // in a queue that is full
  bool paused_ = false;        // by pause()
  bool writer_waits_ = false;  // for on_drain()
};

}  // namespace netkit::cli
