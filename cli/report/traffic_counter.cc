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

std::string datagrams_text(std::uint64_t count) {
  return fmt::format("{} datagram{}", count, count == 1 ? "" : "s");
}

}  // namespace

TrafficCounter& TrafficCounter::operator+=(const TrafficCounter& other) {
  received += other.received;
  sent += other.sent;
  if (other.datagrams) {
    DatagramCounts& counts = datagrams ? *datagrams : datagrams.emplace();
    counts.received += other.datagrams->received;
    counts.sent += other.datagrams->sent;
    counts.dropped += other.datagrams->dropped;
  }
  if (!since || (other.since && *other.since < *since)) since = other.since;
  until = std::max(until, other.until);  // an absent time is less than any other
  return *this;
}

std::string TrafficCounter::text() const {
  const double seconds = since && until ? std::chrono::duration<double>(*until - *since).count() : 0;
  const std::string rates =
      fmt::format("in {:.3f}s ({}, {})", seconds, rate_text(received, seconds), rate_text(sent, seconds));
  if (!datagrams) return fmt::format("received {} bytes, sent {} bytes {}", received, sent, rates);
  std::string text =
      fmt::format("received {} bytes in {}, sent {} bytes in {}, {}", received,
                  datagrams_text(datagrams->received), sent, datagrams_text(datagrams->sent), rates);
  if (datagrams->dropped > 0) text += fmt::format("; {} dropped by the kernel", datagrams->dropped);
  return text;
}

}  // namespace netkit::cli
