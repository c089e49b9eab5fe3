// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/alive.h>
#include <netkit/base/text_decoder.h>

#include "cli/filter/stream_filter.h"

namespace netkit::cli {

/// Decodes received bytes to text (--encoding); sent bytes stay as they are.
class DecodingFilter final : public StreamFilter {
 public:
  DecodingFilter(Stream& behind, Encoding encoding) : StreamFilter(behind), decoder_(encoding) {}

  PumpSource* pump_source() override { return nullptr; }  // the filter has to see every byte

 private:
  void on_data(Bytes bytes) override;
  void on_end() override;

  TextDecoder decoder_;
  Alive alive_;
};

}  // namespace netkit::cli
