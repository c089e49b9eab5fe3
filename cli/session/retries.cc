// SPDX-License-Identifier: MIT
#include "cli/session/retries.h"

#include <algorithm>

namespace netkit::cli {
namespace {

constexpr std::chrono::milliseconds longest_delay{5000};

}  // namespace

std::optional<Retries::Duration> Retries::next(Duration passed, double random) {
  if (!policy_.times && !policy_.period) return std::nullopt;
  if (policy_.times && made_ >= *policy_.times) return std::nullopt;
  if (policy_.period && passed >= *policy_.period) return std::nullopt;
  ++made_;
  const double share = 0.5 + random / 2;
  Duration wait(static_cast<Duration::rep>(static_cast<double>(delay_.count()) * share));
  delay_ = std::clamp(delay_ * 2, Duration(1), std::max(longest_delay, policy_.first_delay));
  // The last try is made when the time is up.
  if (policy_.period) wait = std::min(wait, *policy_.period - passed);
  return wait;
}

}  // namespace netkit::cli
