// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace netkit {

/// TCP keep-alive: probes on an idle connection (RFC 9293 section 3.8.4, tcp(7)).
struct KeepAlive {
  std::chrono::milliseconds idle{
      0};  ///< before the first probe; whole seconds count, below 1 s is the system's time
  std::chrono::seconds interval{1};  ///< between probes (TCP_KEEPINTVL)
  int count = 10;                    ///< unanswered probes until the connection is given up (TCP_KEEPCNT)
};

/// What a connection is given, the one we open and the one we accept alike.
struct SocketOptions {
  std::size_t high_water_mark = 64 * 1024;  ///< bytes queued before write() asks to hold off
  bool no_delay = false;                    ///< TCP_NODELAY: small writes are sent at once
  std::optional<KeepAlive> keep_alive;      ///< SO_KEEPALIVE; absent: off
};

namespace io {

/// Sets what concerns the descriptor of a TCP socket. What the system refuses is left as it is, as `net`
/// does.
void apply(int fd, const SocketOptions& options);

/// setsockopt(2) for an int; false with errno set where it fails.
bool set_option(int fd, int level, int name, int value);

}  // namespace io
}  // namespace netkit
