// SPDX-License-Identifier: MIT
#include "cli/filter/paced_filter.h"

#include <algorithm>
#include <utility>

#include "cli/filter/rate_meter.h"

namespace netkit::cli {

bool PacedFilter::write(Bytes bytes) {
  if (ending_) return true;
  held_ += as_text(bytes);
  send();
  wants_drain_ = waits();
  return !wants_drain_;
}

void PacedFilter::end() {
  if (ending_) return;
  ending_ = true;
  due_ = Ending::end;
  send();
}

void PacedFilter::destroy_soon() {
  ending_ = true;
  due_ = Ending::soon;
  send();
}

void PacedFilter::on_drain() {
  draining_ = false;
  go_on();
}

void PacedFilter::on_finish(std::error_code cause) {
  again_.stop();
  StreamFilter::on_finish(cause);
}

void PacedFilter::go_on() {
  send();
  if (!waits() && std::exchange(wants_drain_, false)) listener().on_drain();
}

void PacedFilter::send() {
  while (!waits() && !held_.empty()) {
    const Piece piece = next_(held_, ending_, loop_.now());
    if (piece.size == 0 && piece.wait == Time(0)) return;
    if (piece.size > 0) draining_ = !behind().write(as_bytes(std::string_view(held_).substr(0, piece.size)));
    held_.erase(0, piece.size);
    if (piece.wait > Time(0) && !(held_.empty() && ending_)) again_.start(piece.wait);
  }
  if (!held_.empty()) return;
  const Ending ending = std::exchange(due_, Ending::none);
  if (ending == Ending::end) behind().end();
  if (ending == Ending::soon) behind().destroy_soon();
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
