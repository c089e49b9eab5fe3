// SPDX-License-Identifier: MIT
#include <netkit/socket/internal/tcp_counters.h>

// Not <netinet/tcp.h>, whose tcp_info has no counters. The two exclude each other.
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

namespace netkit::internal {
namespace {

// The states of RFC 9293 as Linux numbers them, in which the peer's FIN has arrived.
constexpr std::array<unsigned, 3> states_behind_fin{8 /* CLOSE_WAIT */, 9 /* LAST_ACK */, 11 /* CLOSING */};

}  // namespace

std::optional<TcpCounters> tcp_counters(int fd) {
  tcp_info info{};
  socklen_t length = sizeof(info);
  if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return std::nullopt;
  return TcpCounters{
      .received = info.tcpi_bytes_received,
      .sent = info.tcpi_bytes_sent - info.tcpi_bytes_retrans + info.tcpi_notsent_bytes,
      .acknowledged = info.tcpi_bytes_acked,
      .idle = std::chrono::milliseconds(std::min(info.tcpi_last_data_sent, info.tcpi_last_data_recv)),
      .peer_ended = std::ranges::find(states_behind_fin, info.tcpi_state) != states_behind_fin.end(),
  };
}

}  // namespace netkit::internal
