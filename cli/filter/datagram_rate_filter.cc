// SPDX-License-Identifier: MIT
#include "cli/filter/datagram_rate_filter.h"

#include <utility>

namespace netkit::cli {

bool DatagramRateFilter::write(Bytes bytes) {
  if (ending_) return true;
  held_.emplace_back(bytes.begin(), bytes.end());
  held_bytes_ += bytes.size();
  send();
  wants_drain_ = waits();
  return !wants_drain_;
}

void DatagramRateFilter::end() {
  if (ending_) return;
  ending_ = true;
  due_ = Ending::end;
  send();
}

void DatagramRateFilter::destroy_soon() {
  ending_ = true;
  due_ = Ending::soon;
  send();
}

void DatagramRateFilter::on_drain() {
  draining_ = false;
  go_on();
}

void DatagramRateFilter::on_finish(std::error_code cause) {
  again_.stop();
  StreamFilter::on_finish(cause);
}

void DatagramRateFilter::go_on() {
  send();
  if (!waits() && std::exchange(wants_drain_, false)) listener().on_drain();
}

// A datagram that is larger than what the rate allows now is made up for behind it.
void DatagramRateFilter::send() {
  while (!waits() && !held_.empty()) {
    const std::vector<std::byte> first = std::move(held_.front());
    held_.pop_front();
    held_bytes_ -= first.size();
    meter_.allowed(loop_.now());
    meter_.pass(first.size());
    draining_ = !behind().write(first);
    const auto wait = meter_.wait(loop_.now());
    if (wait.count() > 0 && !(held_.empty() && ending_)) again_.start(wait);
  }
  if (!held_.empty()) return;
  const Ending ending = std::exchange(due_, Ending::none);
  if (ending == Ending::end) behind().end();
  if (ending == Ending::soon) behind().destroy_soon();
}

}  // namespace netkit::cli
