// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/error.h>
#include <netkit/loop/unique_fd.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace netkit::cli {

using EventValue = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;
using EventFields = std::vector<std::pair<std::string_view, EventValue>>;

/// Writes events as JSON Lines: each line with one write(2), so that lines of several writers do not mix.
/// Write errors are ignored: events never delay or end a transfer.
class EventLog {
 public:
  /// `to`: empty for stderr, "fd:N", or a file, which is appended to. Throws UsageError.
  explicit EventLog(const std::string& to);

  void write(std::string_view event, const EventFields& fields);
  bool on_stderr() const { return fd_ == 2; }

 private:
  UniqueFd file_;
  int fd_ = 2;
};

/// "localAddress", "localPort", "localFamily" (or remote...); nothing for Unix-domain sockets.
void add_address(EventFields& fields, std::string_view side, const std::optional<SocketAddress>& address);

/// "code", "syscall", "message" and, where several attempts failed, "errors": their messages.
EventFields error_fields(const Error& error);

}  // namespace netkit::cli
