// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/error.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/stream/connection.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "cli/report/line_writer.h"

namespace netkit::cli {

using EventValue = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;
using EventFields = std::vector<std::pair<std::string_view, EventValue>>;

/// Writes events as JSON Lines. Events that cannot be written are counted; a `lost` event has their number.
/// They never delay or end a transfer.
class EventLog {
 public:
  /// `to`: empty for stderr, "fd:N", or a file, which is appended to. A FIFO is waited for until it has a
  /// reader, as a shell does. Throws UsageError.
  explicit EventLog(const std::string& to);

  void write(std::string_view event, const EventFields& fields);
  bool on_stderr() const { return fd_ == 2; }
  LineWriter& writer() { return *writer_; }
  /// Reports on stderr, unless events go there, how many events are lost at the end of the program.
  void report_lost();

 private:
  void report_failure(std::error_code cause) const;

  const std::string to_;
  UniqueFd file_;
  int fd_ = 2;
  std::optional<LineWriter> writer_;
};

/// "localAddress", "localPort", "localFamily" (or remote...); nothing for Unix-domain sockets.
void add_address(EventFields& fields, std::string_view side, const std::optional<SocketAddress>& address);

/// "uid", "gid", "pid".
void add_peer(EventFields& fields, const PeerCredentials& peer);

/// "code", "syscall", "message" and, where several attempts failed, "errors": their messages.
EventFields error_fields(const Error& error);

}  // namespace netkit::cli
