// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/socket/stream_socket.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>

namespace netkit::cli {

/// Bytes each way over all connections of a run, those that are closed included (--summary).
class TrafficCounter {
 public:
  using Clock = std::chrono::steady_clock;

  /// What it comes to at some moment.
  struct Sum {
    std::uint64_t received = 0, sent = 0;
    std::optional<Clock::time_point> since,
        until;  ///< from the first connection to then, or to the last's end

    Sum& operator+=(const Sum& other);
    /// "received 12 bytes, sent 5 bytes in 1.204s (10 B/s, 4 B/s)".
    std::string text() const;
  };

  /// The socket counts until remove(); what it has moved by then stays in the total.
  void add(const StreamSocket& socket);
  void remove(const StreamSocket& socket);

  /// What another thread's connections came to, now that they are gone.
  void add(const Sum& others) { gone_ += others; }

  Sum sum() const;

 private:
  std::unordered_set<const StreamSocket*> live_;
  Sum gone_;  // those that are closed, and when the first began
};

}  // namespace netkit::cli
