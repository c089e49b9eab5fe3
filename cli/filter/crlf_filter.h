// SPDX-License-Identifier: MIT
#pragma once

#include "cli/filter/crlf_encoder.h"
#include "cli/filter/stream_filter.h"

namespace netkit::cli {

/// Sends LF as CRLF (--crlf); what arrives stays as it is.
class CrlfFilter final : public StreamFilter {
 public:
  using StreamFilter::StreamFilter;

  bool write(Bytes bytes) override { return behind().write(as_bytes(encoder_.encode(bytes))); }
  PumpSink* pump_sink() override { return nullptr; }  // the filter has to see what is sent

 private:
  CrlfEncoder encoder_;
};

}  // namespace netkit::cli
