// SPDX-License-Identifier: MIT
#include "cli/filter/rate_meter.h"

#include <algorithm>
#include <utility>

namespace netkit::cli {
namespace {

constexpr double longest_saving = 0.15;  // seconds
constexpr RateMeter::Time shortest_wait{50};

}  // namespace

double RateMeter::limit() const {
  return std::max(1.0, static_cast<double>(bytes_per_second_) * longest_saving);
}

void RateMeter::advance(Time now) {
  const std::chrono::duration<double> passed = now - std::exchange(last_, now);
  if (!std::exchange(started_, true)) {
    credit_ = limit();
    return;
  }
  credit_ = std::min(limit(), credit_ + passed.count() * static_cast<double>(bytes_per_second_));
}

std::size_t RateMeter::allowed(Time now) {
  advance(now);
  return credit_ < 1 ? 0 : static_cast<std::size_t>(credit_);
}

RateMeter::Time RateMeter::wait(Time now) {
  if (allowed(now) > 0) return Time(0);
  const std::chrono::duration<double> until((1 - credit_) / static_cast<double>(bytes_per_second_));
  return std::max(shortest_wait, std::chrono::ceil<Time>(until));
}

}  // namespace netkit::cli
