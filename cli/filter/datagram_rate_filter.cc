// SPDX-License-Identifier: MIT
#include "cli/filter/datagram_rate_filter.h"

#include <utility>

namespace netkit::cli {

// A datagram that is larger than what the rate allows now is made up for behind it.
std::optional<HoldingFilter::Time> DatagramRateFilter::send_piece() {
  const std::vector<std::byte> first = std::move(datagrams_.front());
  datagrams_.pop_front();
  held_ -= first.size();
  meter_.allowed(now());
  meter_.pass(first.size());
  send_on(first);
  return meter_.wait(now());
}

}  // namespace netkit::cli
