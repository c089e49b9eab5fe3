// SPDX-License-Identifier: MIT
#pragma once

#include "cli/filter/stream_filter.h"

namespace netkit::test {

/// A stream that no Pump can read or write directly: all its bytes take Route::plain.
class PlainStream final : public cli::StreamFilter {
 public:
  using StreamFilter::StreamFilter;
  PumpSource* pump_source() override { return nullptr; }
  PumpSink* pump_sink() override { return nullptr; }
};

}  // namespace netkit::test
