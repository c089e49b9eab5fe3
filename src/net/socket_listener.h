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

/// Hears what happens to one Socket, always from the loop. Each call may destroy the socket. The order is
/// that of `net`: on_lookup*, on_connection_attempt*, on_connect, on_ready, then data and
/// drains, on_end and on_finish in either order, on_close; on_error right before on_close.
class SocketListener {
 public:
  virtual void on_lookup(const std::string& /*host*/, const SocketAddress& /*address*/) {}
  virtual void on_lookup_failed(const std::string& /*host*/, const Error& /*error*/) {}
  virtual void on_connection_attempt(const SocketAddress& /*to*/) {}
  virtual void on_connection_attempt_failed(const SocketAddress& /*to*/, const Error& /*error*/) {}
  virtual void on_connection_attempt_timeout(const SocketAddress& /*to*/) {}

  virtual void on_connect() {}
  virtual void on_ready() {}
  virtual void on_data(Bytes /*bytes*/) {}            ///< borrowed: gone once this returns
  virtual void on_text(std::string_view /*text*/) {}  ///< in place of on_data() with an encoding; UTF-8
  virtual void on_drain() {}    ///< nothing is queued any more, after a write() that returned false
  virtual void on_end() {}      ///< the peer sends no more
  virtual void on_finish() {}   ///< all we wrote, and our end, are with the kernel
  virtual void on_timeout() {}  ///< idle for as long as set_timeout() said; only a notice
  virtual void on_error(const Error& /*error*/) {}  ///< at most once in the life of a connection
  virtual void on_close(bool /*had_error*/) {}      ///< once; the socket may be connected again

 protected:
  ~SocketListener() = default;
};

// Example:
//
//     struct Shouter final : SocketListener {
//       void on_text(std::string_view text) override { heard += text; }
//       std::string heard;
//     } shouter;
//     shouter.on_text("hello");
//     shouter.on_end();  // what is not overridden does nothing
//     assert(shouter.heard == "hello");

}  // namespace net
}  // namespace netkit
