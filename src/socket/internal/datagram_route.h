// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/bytes.h>
#include <netkit/base/error.h>
#include <netkit/socket/internal/datagram_io.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <system_error>

namespace netkit::internal {

/// How the datagrams of one connection travel: through a socket of its own, or one that connections share.
class DatagramRoute {
 public:
  /// The connection. Called from the loop; each call but on_peer_end() may destroy it, and the route with it.
  class Receiver {
   public:
    virtual void on_datagram(Bytes bytes) = 0;
    virtual void on_writable() = 0;  ///< after wait_to_send()
    virtual void on_failed(Error error) = 0;
    /// The peer is not listened to any more.
    virtual void on_peer_end() = 0;

   protected:
    ~Receiver() = default;
  };

  virtual ~DatagramRoute() = default;
  /// Receives nothing before this.
  virtual void set_receiver(Receiver& receiver) = 0;
  virtual void start_receiving() = 0;
  virtual void stop_receiving() = 0;
  virtual DatagramIo::Sent send(std::span<const Bytes> datagrams) = 0;
  virtual void wait_to_send() = 0;
  /// Asked before all is taken for delivered: an error that has come since. The route may have mended it,
  /// and has then sent again what was lost.
  enum class Check { nothing_new, sent_again, failed };
  virtual Check check() { return Check::nothing_new; }

  /// What to report when the connection fails with `cause`.
  virtual Error describe(std::error_code cause) const = 0;
  /// Nothing can be sent to a peer without an address.
  virtual bool can_send() const { return true; }
  virtual std::optional<SocketAddress> local_address() const = 0;
  virtual const std::optional<SocketAddress>& remote_address() const = 0;
  virtual std::optional<std::string> peer_name() const { return std::nullopt; }
  virtual int descriptor() const = 0;
  /// By the kernel. 0 if the socket is shared.
  virtual std::uint64_t dropped() const { return 0; }
};

}  // namespace netkit::internal
