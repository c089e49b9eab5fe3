// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/bytes.h>
#include <netkit/base/error.h>
#include <netkit/base/export.h>

#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {
namespace net {

/// Receives the events of one Socket, from the loop. Each call may destroy the socket. The order is that of
/// `net`: on_lookup() and on_lookup_failed(), the on_connection_attempt functions, on_connect(), on_ready(),
/// data and on_drain(), on_end() and on_finish() in either order, on_close(). on_error() comes right before
/// on_close().
class SocketListener {
 public:
  /// Called for each address of a name.
  virtual void on_lookup(const std::string& /*host*/, const SocketAddress& /*address*/) {}
  virtual void on_lookup_failed(const std::string& /*host*/, const Error& /*error*/) {}
  virtual void on_connection_attempt(const SocketAddress& /*to*/) {}
  virtual void on_connection_attempt_failed(const SocketAddress& /*to*/, const Error& /*error*/) {}
  virtual void on_connection_attempt_timeout(const SocketAddress& /*to*/) {}

  virtual void on_connect() {}
  virtual void on_ready() {}
  virtual void on_data(Bytes /*bytes*/) {}  ///< valid during the call
  /// Called in place of on_data() if there is an encoding. `text` is UTF-8.
  virtual void on_text(std::string_view /*text*/) {}
  virtual void on_drain() {}    ///< the queue is empty, after a write() that returned false
  virtual void on_end() {}      ///< the peer has sent its FIN
  virtual void on_finish() {}   ///< the kernel has taken everything written, and the FIN
  virtual void on_timeout() {}  ///< no traffic for the time of set_timeout(); the socket stays open
  virtual void on_error(const Error& /*error*/) {}  ///< at most once for each connection
  /// The last call for a connection. connect() may be called again.
  virtual void on_close(bool /*had_error*/) {}

 protected:
  ~SocketListener() = default;
};

// Example:
//
//     struct Shouter final : SocketListener {
//       void on_text(std::string_view text) override { seen += text; }
//       std::string seen;
//     } shouter;
//     shouter.on_text("hello");
//     shouter.on_end();  // what is not overridden does nothing
//     assert(shouter.seen == "hello");

}  // namespace net
}  // namespace netkit
