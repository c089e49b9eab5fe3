// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ipc_path.h>
#include <netkit/addr/socket_address.h>
#include <netkit/connect/gate.h>
#include <netkit/socket/acceptor.h>
#include <netkit/socket/bound_socket.h>
#include <netkit/socket/dial.h>
#include <netkit/socket/stream_socket.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "loop_run.h"
#include "where.h"

namespace netkit::test {

/// "127.0.0.1", 8124.
SocketAddress address(std::string_view literal, std::uint16_t port = 0);
IpcPath ipc_path(std::string_view text);
/// As a Where of the tests' raw sockets.
Where where_of(const SocketAddress& address);
Where where_of(const IpcPath& path);
/// The reverse.
SocketAddress address_of(const Where& where);

/// Acceptor events that are recorded.
class Accepted final : public GatedEvents {
 public:
  std::vector<std::unique_ptr<StreamSocket>> sockets;
  std::vector<Dropped> dropped;
  std::vector<Error> errors;
  std::function<void()> then = [] {};  ///< after each connection

  void on_connection(std::unique_ptr<StreamSocket> socket) override;
  void on_drop(const Dropped& drop) override { dropped.push_back(drop); }
  void on_error(const Error& error) override { errors.push_back(error); }
};

/// A Dial and its result.
struct Dialled {
  std::unique_ptr<Dial> dial;
  bool done = false;
  std::unique_ptr<StreamSocket> socket;
  std::optional<Error> error;

  Dial::Callback callback();
};

/// Dials and waits for the result.
std::unique_ptr<Dialled> dial(Loop& loop, const SocketAddress& to, const LocalEnd& from = {},
                              const SocketOptions& options = {});
std::unique_ptr<Dialled> dial(Loop& loop, const IpcPath& to);

/// The descriptors of this process.
std::set<int> open_descriptors();

}  // namespace netkit::test
