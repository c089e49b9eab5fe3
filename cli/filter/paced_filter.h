// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cli/filter/holding_filter.h"

namespace netkit::cli {

/// Sends a stream of bytes in pieces. Holds at most what one write() has brought, and a piece that is not
/// whole.
class PacedFilter final : public HoldingFilter {
 public:
  /// The first piece of what is to be sent, and the wait behind it. A size of 0 without a wait: it is not
  /// whole yet.
  struct Piece {
    std::size_t size = 0;
    Time wait{0};
  };
  /// `held` is not empty; `ending`: nothing follows it.
  using NextPiece = std::move_only_function<Piece(std::string_view held, bool ending, Time now)>;

  PacedFilter(Loop& loop, Stream& behind, NextPiece next)
      : HoldingFilter(loop, behind), next_(std::move(next)) {}

 private:
  void hold(Bytes bytes) override { held_ += as_text(bytes); }
  std::size_t held() const override { return held_.size(); }
  std::optional<Time> send_piece() override;

  NextPiece next_;
  std::string held_;
};

/// At most so many bytes a second (--rate).
PacedFilter::NextPiece pieces_at_rate(std::size_t bytes_per_second);
/// Line by line (--delay). What is longer than `longest` goes in pieces.
PacedFilter::NextPiece lines_with_delay(PacedFilter::Time delay, std::size_t longest);

}  // namespace netkit::cli
