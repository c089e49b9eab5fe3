// SPDX-License-Identifier: MIT
#include "cli/report/traffic_counter.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace netkit::cli {
namespace {

std::string rate_text(std::uint64_t bytes, double seconds) {
  constexpr std::array<std::string_view, 4> units{"B/s", "KiB/s", "MiB/s", "GiB/s"};
  double rate = seconds > 0 ? static_cast<double>(bytes) / seconds : 0;
  std::size_t unit = 0;
  for (; rate >= 1024 && unit + 1 < units.size(); ++unit) rate /= 1024;
  return fmt::format("{:.{}f} {}", rate, unit == 0 ? 0 : 1, units[unit]);
}

}  // namespace

TrafficCounter& TrafficCounter::operator+=(const TrafficCounter& other) {
  received += other.received;
  sent += other.sent;
  if (!since || (other.since && *other.since < *since)) since = other.since;
  until = std::max(until, other.until);  // an absent time is less than any other
  return *this;
}

std::string TrafficCounter::text() const {
  const double seconds = since && until ? std::chrono::duration<double>(*until - *since).count() : 0;
  return fmt::format("received {} bytes, sent {} bytes in {:.3f}s ({}, {})", received, sent, seconds,
                     rate_text(received, seconds), rate_text(sent, seconds));
}

}  // namespace netkit::cli
