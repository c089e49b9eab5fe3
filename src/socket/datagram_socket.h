// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/socket/acceptor.h>
#include <netkit/socket/bound_socket.h>
#include <netkit/socket/datagram_connection.h>
#include <netkit/socket/datagram_options.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace NETKIT_PUBLIC netkit {

class Loop;
namespace internal {
class NETKIT_HIDDEN DatagramPeers;
}

/// A bound datagram socket. Each address and port that sends to it is a DatagramConnection, which begins with
/// the first datagram. The destructor takes no new peers; the socket stays open until the last of the
/// connections is gone.
class DatagramSocket {
 public:
  /// Receives the events, from the loop. Must outlive the DatagramSocket. Each call but admit() may destroy
  /// it.
  class Events {
   public:
    using Token = Acceptor::Events::Token;
    /// As for an Acceptor. A refused datagram is dropped.
    virtual std::optional<Token> admit(const std::optional<SocketAddress>& remote) = 0;
    /// Sends the peer a datagram.
    using Answer = std::function<void(Bytes datagram)>;
    /// Asked about a datagram of a new peer before admit(): the mark of the connection that it begins;
    /// nothing to have it dropped. If a mark is not empty, it is asked about all datagrams of that peer: a
    /// different mark begins a connection in the place of the one there is, which counts as ended.
    virtual std::optional<std::string> begins(const std::optional<SocketAddress>& /*remote*/,
                                              Bytes /*datagram*/, const Answer& /*answer*/) {
      return "";
    }
    virtual void on_connection(std::unique_ptr<Connection> connection) = 0;
    virtual void on_refused(const TurnedAway& datagram) = 0;

   protected:
    ~Events() = default;
  };

  /// Which senders are served. After the first, the socket is connected to it, so that the kernel refuses the
  /// others; with many, a destroyed DatagramSocket counts as the end of each peer.
  enum class Peers : std::uint8_t { first, many };

  /// The address may be a multicast group, which is joined. The error is "setsockopt ENODEV: ...".
  static Result<std::unique_ptr<DatagramSocket>> open(Loop& loop, BoundSocket socket, Peers peers,
                                                      const DatagramOptions& options, Events& events);
  ~DatagramSocket();
  DatagramSocket(const DatagramSocket&) = delete;
  DatagramSocket& operator=(const DatagramSocket&) = delete;

  /// Absent for a Unix-domain socket.
  const std::optional<SocketAddress>& address() const { return address_; }
  /// Datagrams that the kernel has dropped because they were not read in time.
  std::uint64_t dropped() const;

 private:
  DatagramSocket(std::shared_ptr<internal::DatagramPeers> peers, std::optional<SocketAddress> address)
      : peers_(std::move(peers)), address_(std::move(address)) {}

  std::shared_ptr<internal::DatagramPeers> peers_;  // shared with the connections
  std::optional<SocketAddress> address_;
};

// Example:
//
//     struct Greeting final : DatagramSocket::Events {
//       std::optional<Token> admit(const std::optional<SocketAddress>&) override { return Token(); }
//       void on_connection(std::unique_ptr<Connection> connection) override {
//         connection->write(as_bytes("hello"));
//         peer = std::move(connection);
//       }
//       void on_refused(const TurnedAway&) override {}
//       std::unique_ptr<Connection> peer;
//     } events;
//     Loop loop;
//     auto bound = BoundSocket::udp(SocketAddress{*IpAddress::parse("127.0.0.1")}, {});
//     const auto socket =
//         *DatagramSocket::open(loop, std::move(*bound), DatagramSocket::Peers::many, {}, events);
//     assert(socket->address()->port != 0);

}  // namespace netkit
