// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/stream/connection.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace netkit::cli {

/// The bytes received and sent over one connection or several (--summary).
struct TrafficCounter {
  using Clock = std::chrono::steady_clock;

  std::uint64_t received = 0, sent = 0;
  std::optional<DatagramCounts> datagrams = {};  ///< with --udp
  /// When the first began and the last ended, or now.
  std::optional<Clock::time_point> since = {}, until = {};

  TrafficCounter& operator+=(const TrafficCounter& other);
  /// "received 12 bytes, sent 5 bytes in 1.204s (10 B/s, 4 B/s)"; with datagrams "received 12 bytes in 3
  /// datagrams, sent 5 bytes in 1 datagram, in 1.204s (10 B/s, 4 B/s); 2 dropped by the kernel".
  std::string text() const;
};

}  // namespace netkit::cli
