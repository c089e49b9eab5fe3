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

/// Where to listen. A path, or else a port.
struct BindOptions {
  std::optional<Host> host = {};           ///< absent, or an empty name: every address, of both families
  std::optional<std::uint16_t> port = {};  ///< 0: the system chooses; given, the path is ignored
  std::optional<IpcPath> path = {};
  std::optional<Family> family = {};  ///< only addresses of it; without a host, every address of it
  Resolver* resolver = nullptr;       ///< answers in place of the system's; outlives the look-up
  TcpBindOptions tcp = {};
  IpcBindOptions ipc = {};
};

/// From options to a bound socket. A name is bound to one address: the first that is not link-local, which
/// every host on the link could have. Tells the result once, from the loop; destroyed before, it gives up.
class Binder {
 public:
  using Callback = Once<Result<BoundSocket>>;

  /// What is wrong with the options themselves: no port and no path, a zone that is no interface, modes for
  /// an abstract name.
  static Result<void> check(const BindOptions& options);

  /// `options` are right.
  Binder(Loop& loop, BindOptions options, Callback on_done);
  Binder(const Binder&) = delete;
  Binder& operator=(const Binder&) = delete;

 private:
  void start();
  Result<BoundSocket> bind_every_address() const;
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
//     Binder binding(loop, options, [](Result<BoundSocket> socket) { assert(socket->address()->port != 0);
//     }); loop.run();

}  // namespace netkit
