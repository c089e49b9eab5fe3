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
  /// The idle time before the first probe (TCP_KEEPIDLE), rounded down to seconds. 0: the system's.
  std::chrono::milliseconds idle{0};
  /// The time between probes (TCP_KEEPINTVL). 0: the system's.
  std::chrono::seconds interval{1};
  /// How many probes may stay unanswered before the connection is closed (TCP_KEEPCNT). 0: the system's
  /// number.
  int count = 10;

  bool operator==(const KeepAlive&) const = default;
};

/// Options that are set before a socket is bound or connected. Accepted connections inherit them.
struct EarlyOptions {
  std::optional<int>
      send_buffer;  ///< SO_SNDBUF, bytes; the kernel doubles and bounds it; absent: the system's
  std::optional<int> receive_buffer;  ///< SO_RCVBUF, bytes; as send_buffer
  std::string interface;  ///< name of the only interface to use (SO_BINDTODEVICE), TCP only; empty: any
};

/// Options of a connection, whether it was connected or accepted.
struct SocketOptions {
  std::size_t high_water_mark = 64 * 1024;  ///< bytes queued from which on write() returns false
  std::size_t read_buffer = 64 * 1024;      ///< the most bytes that one read takes, 1 to 65536
  bool no_delay = false;                    ///< TCP_NODELAY: small writes are sent without delay
  std::optional<KeepAlive> keep_alive;      ///< SO_KEEPALIVE; absent: no keep-alive
  std::optional<int> type_of_service;       ///< IP_TOS and IPV6_TCLASS, 0..255; absent: the system's
  /// How long sent data may stay unacknowledged (TCP_USER_TIMEOUT, RFC 5482). Absent: the system's time.
  std::optional<std::chrono::milliseconds> user_timeout;
  bool reset = false;  ///< close with RST in place of FIN, after all data has been acknowledged; TCP only
  EarlyOptions early = {};
};

namespace internal {

/// Sets the options of a connected TCP socket. Ignores errors of the system, as `net` does.
void apply(int fd, const SocketOptions& options);

/// Sets the options that must be set before bind(2) and connect(2). The error is "setsockopt ENODEV: ...".
std::optional<Error> apply_early(int fd, const EarlyOptions& options);

/// Sets those of them that an accepted Unix-domain socket does not inherit.
std::optional<Error> apply_buffers(int fd, const EarlyOptions& options);

/// Sets keep-alive; absent switches it off.
void set_keep_alive(int fd, const std::optional<KeepAlive>& keep_alive);

/// `value` is 0..255. The kernel controls the two low bits of a TCP socket (ECN, RFC 3168).
bool set_type_of_service(int fd, int value);
int type_of_service(int fd);

/// Makes the next close(2) send RST and discard unsent data (SO_LINGER, socket(7)).
void reset_on_close(int fd);

/// Why setsockopt(2) has failed, from errno: "setsockopt EPERM: operation not permitted (SO_SNDBUF 1024)".
Error option_error(const char* option, const std::string& value);

/// setsockopt(2) with an int. False with errno set if it fails.
bool set_option(int fd, int level, int name, int value);
/// getsockopt(2) with an int. 0 if it fails.
int get_option(int fd, int level, int name);

}  // namespace internal

// Example:
//
//     SocketOptions options;
//     options.no_delay = true;
//     options.keep_alive = KeepAlive{.idle = std::chrono::seconds(30)};  // probes each second, ten of them
//     assert(options.keep_alive->count == 10);

}  // namespace netkit
