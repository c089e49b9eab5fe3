// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/result.h>
#include <netkit/socket/datagram_socket.h>
#include <netkit/socket/internal/datagram_io.h>
#include <netkit/socket/internal/datagram_route.h>
#include <netkit/socket/socket_file.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace netkit::internal {

/// The socket that the connections of a DatagramSocket share, and which of them a datagram belongs to.
class DatagramPeers final : public std::enable_shared_from_this<DatagramPeers>, private DatagramIo::Events {
 public:
  using Serves = DatagramSocket::Peers;

  DatagramPeers(Loop& loop, Serves serves, const DatagramOptions& options, DatagramSocket::Events& events)
      : loop_(loop), serves_(serves), options_(options), events_(&events) {}

  std::optional<Error> start(UniqueFd fd, SocketFile file);
  /// No new peers any more.
  void close();
  std::uint64_t dropped() const { return io_->dropped(); }

 private:
  class Route;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  void on_datagram(const SystemAddress& from, Bytes bytes) override;
  void on_error(std::error_code cause, const SystemAddress* to) override;
  void on_writable() override;
  std::unique_ptr<Connection> admit(const SystemAddress& from, std::string mark);
  std::optional<std::string> mark_of(const SystemAddress& from, Bytes bytes);
  Route* find(const SystemAddress& peer) const;
  void settle();

  Loop& loop_;
  Serves serves_;
  DatagramOptions options_;
  DatagramSocket::Events* events_;  // null once closed
  std::unique_ptr<DatagramIo> io_;
  SocketFile file_;
  std::unordered_map<std::string, Route*, Hash, std::equal_to<>> routes_;  // by address, as the system has it
  std::size_t paused_ = 0;
  std::vector<Route*> waiting_;  // to send
};

}  // namespace netkit::internal
