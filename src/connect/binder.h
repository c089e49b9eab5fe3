// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/endpoint.h>
#include <netkit/addr/ipc_path.h>
#include <netkit/base/export.h>
#include <netkit/base/once.h>
#include <netkit/loop/deferred.h>
#include <netkit/socket/bound_socket.h>
#include <netkit/socket/resolver.h>

#include <cstdint>
#include <memory>
#include <optional>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Where to listen: at a port, or if there is none at a path.
struct BindOptions {
  int type = SOCK_STREAM;                  ///< or SOCK_DGRAM (socket(2))
  std::optional<Host> host = {};           ///< absent or an empty name: every address
  std::optional<std::uint16_t> port = {};  ///< host byte order; 0: the system chooses
  std::optional<IpcPath> path = {};
  std::optional<Family> family = {};  ///< use only addresses of this family
  Resolver* resolver = nullptr;       ///< must outlive the Binder; null: the system's
  TcpBindOptions tcp = {};
  IpcBindOptions ipc = {};
};

/// Makes a bound socket from options. Of the addresses of a name it binds the first that is not an IPv6
/// link-local one. Calls the callback once, from the loop; the callback may destroy the Binder. Destroying
/// the Binder earlier cancels it.
class Binder {
 public:
  using Callback = Once<Result<BoundSocket>>;

  /// Finds errors in the options: neither port nor path, a zone that is no interface, a file mode for an
  /// abstract name. ERR_INVALID_ARG_VALUE.
  static Result<void> check(const BindOptions& options);

  /// check(options) must have succeeded.
  Binder(Loop& loop, BindOptions options, Callback on_done);
  Binder(const Binder&) = delete;
  Binder& operator=(const Binder&) = delete;

 private:
  void start();
  Result<BoundSocket> bind(const SocketAddress& address) const;
  Result<BoundSocket> bind_every_address() const;
  BoundSocket::Bind& bind_function() const;
  void looked_up(Result<Lookup::Addresses> result);

  BindOptions options_;
  Callback on_done_;
  Resolver system_;
  std::unique_ptr<Lookup> lookup_;
  Deferred start_;
};

// Example:
//
//     Loop loop;
//     BindOptions options;
//     options.host = "127.0.0.1";
//     options.port = 0;
//     Binder binder(loop, options, [](Result<BoundSocket> socket) {
//       assert(socket->address()->port != 0);
//     });
//     loop.run();

}  // namespace netkit
