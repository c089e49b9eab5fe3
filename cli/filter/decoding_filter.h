// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/alive.h>
#include <netkit/base/text_decoder.h>

#include "cli/filter/stream_filter.h"

namespace netkit::cli {

/// What arrives comes as text (--encoding); what is sent stays as it is.
class DecodingFilter final : public StreamFilter {
 public:
  DecodingFilter(Stream& behind, Encoding encoding) : StreamFilter(behind), decoder_(encoding) {}

  PumpSource* pump_source() override { return nullptr; }  // every byte is looked at

 private:
  void on_data(Bytes bytes) override;
  void on_end() override;

  TextDecoder decoder_;
  Alive alive_;
};

}  // namespace netkit::cli
