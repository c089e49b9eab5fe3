// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>
#include <netkit/base/export.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace NETKIT_PUBLIC netkit {

/// TCP keep-alive: probes on an idle connection (RFC 9293 section 3.8.4, tcp(7)).
struct KeepAlive {
  std::chrono::milliseconds idle{
      0};  ///< before the first probe; whole seconds count, below 1 s is the system's time
  std::chrono::seconds interval{1};  ///< between probes (TCP_KEEPINTVL); 0: the system's
  int count = 10;  ///< unanswered probes until the connection is given up (TCP_KEEPCNT); 0: the system's

  bool operator==(const KeepAlive&) const = default;
};

/// What a socket is given before it is bound or connected. What a server accepts inherits it.
struct EarlyOptions {
  std::optional<int> send_buffer;     ///< SO_SNDBUF, bytes; the kernel doubles it and has its own bounds
  std::optional<int> receive_buffer;  ///< SO_RCVBUF, bytes; the same
  std::string interface;              ///< SO_BINDTODEVICE, TCP only; empty: any
};

/// What a connection is given, the one we open and the one we accept alike.
struct SocketOptions {
  std::size_t high_water_mark = 64 * 1024;  ///< bytes queued before write() asks to hold off
  std::size_t read_buffer = 64 * 1024;      ///< bytes read at once at most, 1 to 64 KiB
  bool no_delay = false;                    ///< TCP_NODELAY: small writes are sent at once
  std::optional<KeepAlive> keep_alive;      ///< SO_KEEPALIVE; absent: off
  std::optional<int> type_of_service;       ///< IP_TOS and IPV6_TCLASS, 0..255; absent: the system's
  std::optional<std::chrono::milliseconds>
      user_timeout;    ///< TCP_USER_TIMEOUT (RFC 5482): the longest time without an acknowledgement
  bool reset = false;  ///< our end is RST where others send FIN, once everything has arrived; TCP only
  EarlyOptions early = {};
};

namespace internal {

/// Sets what concerns the descriptor of a connected TCP socket. What the system refuses is left as it is, as
/// `net` does.
void apply(int fd, const SocketOptions& options);

/// Sets what has to be there before bind(2) and connect(2). The error is "setsockopt ENODEV: ...".
std::optional<Error> apply_early(int fd, const EarlyOptions& options);

/// The part of it that an accepted Unix-domain socket does not inherit from its listener.
std::optional<Error> apply_buffers(int fd, const EarlyOptions& options);

/// No keep-alive, or one with these times.
void set_keep_alive(int fd, const std::optional<KeepAlive>& keep_alive);

/// 0..255; the two low bits of a TCP socket are the kernel's (ECN).
bool set_type_of_service(int fd, int value);
int type_of_service(int fd);

/// The next close(2) sends RST, and throws away what was not sent yet (socket(7), SO_LINGER).
void reset_on_close(int fd);

/// setsockopt(2) for an int; false with errno set where it fails.
bool set_option(int fd, int level, int name, int value);
/// getsockopt(2) for an int; 0 where it fails.
int get_option(int fd, int level, int name);

}  // namespace internal

// Example:
//
//     SocketOptions options;
//     options.no_delay = true;
//     options.keep_alive = KeepAlive{.idle = std::chrono::seconds(30)};  // probes each second, ten of them
//     assert(options.keep_alive->count == 10);

}  // namespace netkit
