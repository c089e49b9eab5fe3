// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/io/acceptor.h>
#include <netkit/net/binding.h>
#include <netkit/net/gate.h>

#include <functional>
#include <memory>
#include <string>

#include "cli/run.h"
#include "cli/where.h"

namespace netkit::cli {

/// From what the user typed to a server that accepts: look-up, bind, listen, and the words about it.
class Listening final : private Acceptor::Listener {
 public:
  using Callback = std::function<void(std::unique_ptr<StreamSocket> socket)>;
  /// Whether "listening on" is said without -v.
  enum class Announce { always, if_system_chose };

  /// Fails by finishing the run. `on_connection` is called for each one that is let in.
  Listening(Run& run, Where where, Announce announce, Callback on_connection);

  void start();
  /// Accepts no more; the socket file goes. Connections live on.
  void stop() { acceptor_.reset(); }

 private:
  BindOptions options() const;
  void listen_on(Result<BoundSocket> bound);
  void cannot_listen(const Error& error);
  void tell_ready() const;
  std::string where_it_listens() const;

  Admission admit(const std::optional<SocketAddress>& remote) override;
  void on_connection(std::unique_ptr<StreamSocket> socket) override;
  void on_drop(const Dropped& dropped) override;
  void on_error(const Error& error) override;

  Run& run_;
  Where where_;
  Announce announce_;
  Callback on_connection_;
  Gate gate_;
  std::optional<Binding> binding_;
  std::unique_ptr<Acceptor> acceptor_;
};

}  // namespace netkit::cli
