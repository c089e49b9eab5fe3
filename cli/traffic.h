// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/io/stream_socket.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>

namespace netkit::cli {

/// Bytes each way over all connections of a run, those that are closed included (--summary).
class Traffic {
 public:
  /// The socket counts until remove(); what it has moved by then stays in the total.
  void add(const StreamSocket& socket);
  void remove(const StreamSocket& socket);

  /// "received 12 bytes, sent 5 bytes in 1.204s (10 B/s, 4 B/s)". The time runs from the first connection to
  /// now or, when none is left, to the last one's end.
  std::string summary() const;

 private:
  using Clock = std::chrono::steady_clock;

  std::unordered_set<const StreamSocket*> live_;
  std::uint64_t received_ = 0, sent_ = 0;  // by those that are gone
  std::optional<Clock::time_point> since_;
  Clock::time_point until_;
};

}  // namespace netkit::cli
