// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>

#include "cli/filter/stream_filter.h"
#include "cli/report/report.h"

namespace netkit::cli {

/// Says so when a peer ends as soon as we have ended, without an answer: some servers take our end for the
/// end of everything.
class SilentEndFilter final : public StreamFilter {
 public:
  SilentEndFilter(Stream& behind, Report& report) : StreamFilter(behind), report_(report) {}

  void end() override;

 private:
  using Clock = std::chrono::steady_clock;

  void on_data(Bytes bytes) override;
  void on_end() override;

  Report& report_;
  std::optional<Clock::time_point> ended_;
  bool heard_ = false;
};

}  // namespace netkit::cli
