// SPDX-License-Identifier: MIT
#include "cli/filter/holding_filter.h"

#include <utility>

namespace netkit::cli {

bool HoldingFilter::write(Bytes bytes) {
  if (ending_) return true;
  hold(bytes);
  send();
  wants_drain_ = waits();
  return !wants_drain_;
}

void HoldingFilter::end() {
  if (ending_) return;
  ending_ = true;
  due_ = Ending::end;
  send();
}

void HoldingFilter::destroy_soon() {
  ending_ = true;
  due_ = Ending::soon;
  send();
}

void HoldingFilter::on_drain() {
  draining_ = false;
  go_on();
}

void HoldingFilter::on_finish(std::error_code cause) {
  again_.stop();
  StreamFilter::on_finish(cause);
}

void HoldingFilter::go_on() {
  send();
  if (!waits() && std::exchange(wants_drain_, false)) listener().on_drain();
}

void HoldingFilter::send() {
  while (!waits() && held() > 0) {
    const auto wait = send_piece();
    if (!wait) return;
    const bool last = held() == 0 && ending_;
    if (*wait > Time(0) && !last) again_.start(*wait);
  }
  if (held() > 0) return;
  const Ending ending = std::exchange(due_, Ending::none);
  if (ending == Ending::end) behind().end();
  if (ending == Ending::soon) behind().destroy_soon();
}

}  // namespace netkit::cli
