// SPDX-License-Identifier: MIT
#include "cli/filter/paced_filter.h"

#include <algorithm>

#include "cli/filter/rate_meter.h"

namespace netkit::cli {

std::optional<HoldingFilter::Time> PacedFilter::send_piece() {
  const Piece piece = next_(held_, ending(), now());
  if (piece.size == 0 && piece.wait == Time(0)) return std::nullopt;
  if (piece.size > 0) send_on(as_bytes(std::string_view(held_).substr(0, piece.size)));
  held_.erase(0, piece.size);
  return piece.wait;
}

PacedFilter::NextPiece pieces_at_rate(std::size_t bytes_per_second) {
  return [meter = RateMeter(bytes_per_second)](std::string_view held, bool, PacedFilter::Time now) mutable {
    const std::size_t size = std::min(held.size(), meter.allowed(now));
    meter.pass(size);
    return PacedFilter::Piece{size, meter.wait(now)};
  };
}

PacedFilter::NextPiece lines_with_delay(PacedFilter::Time delay, std::size_t longest) {
  return [=](std::string_view held, bool ending, PacedFilter::Time) {
    const auto line_end = held.find('\n');
    if (line_end != std::string_view::npos) return PacedFilter::Piece{line_end + 1, delay};
    if (ending || held.size() >= longest) return PacedFilter::Piece{held.size(), PacedFilter::Time(0)};
    return PacedFilter::Piece{};
  };
}

}  // namespace netkit::cli
