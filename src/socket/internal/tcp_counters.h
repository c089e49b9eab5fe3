// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace netkit::internal {

/// What the kernel counts on a TCP socket (tcp(7), TCP_INFO).
struct TcpCounters {
  std::uint64_t received = 0;        ///< bytes that have arrived; FIN counts as one
  std::uint64_t sent = 0;            ///< bytes taken by the kernel, without FIN
  std::uint64_t acknowledged = 0;    ///< of them; FIN, and the SYN of a connect(2), count as one each
  std::chrono::milliseconds idle{};  ///< time since data was last sent or received
  bool peer_ended = false;           ///< FIN has arrived; false again once the socket is closed
};

/// Nothing if it is no TCP socket.
std::optional<TcpCounters> tcp_counters(int fd);

}  // namespace netkit::internal
