// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "cli/filter/holding_filter.h"
#include "cli/filter/rate_meter.h"

namespace netkit::cli {

/// Sends at most at a rate (--rate), datagrams whole: what one write() has brought goes in one piece.
class DatagramRateFilter final : public HoldingFilter {
 public:
  DatagramRateFilter(Loop& loop, Stream& behind, std::size_t bytes_per_second)
      : HoldingFilter(loop, behind), meter_(bytes_per_second) {}

 private:
  void hold(Bytes bytes) override {
    datagrams_.emplace_back(bytes.begin(), bytes.end());
    held_ += bytes.size();
  }
  std::size_t held() const override { return held_; }
  std::optional<Time> send_piece() override;

  RateMeter meter_;
  std::deque<std::vector<std::byte>> datagrams_;
  std::size_t held_ = 0;
};

}  // namespace netkit::cli
