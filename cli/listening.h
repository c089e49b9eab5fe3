// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/io/acceptor.h>
#include <netkit/net/binding.h>
#include <netkit/net/gate.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/access_rules.h"
#include "cli/inherited_sockets.h"
#include "cli/run.h"
#include "cli/where.h"

namespace netkit::cli {

/// From what the user typed to a server that accepts: look-up, bind, listen, and the words about it; or the
/// sockets that were handed to us, all of them.
class Listening final : private Acceptor::Listener {
 public:
  using Callback = std::function<void(std::unique_ptr<StreamSocket> socket)>;
  /// Whether "listening on" is said without -v.
  enum class Announce { always, if_system_chose };

  /// Fails by finishing the run. `on_connection` is called for each one that is let in.
  Listening(Run& run, Where where, Announce announce, Callback on_connection);

  void start();
  /// Accepts no more; the socket file goes. Connections live on.
  void stop();
  /// Reads the files of who may connect again; false if there are none.
  bool reload();

 private:
  /// One socket that accepts.
  struct Place {
    std::unique_ptr<Acceptor> acceptor;
    std::optional<int> fd;  ///< it was this descriptor
    std::string name;       ///< "127.0.0.1:8124", a path, or a descriptor without a name
    EventFields event_fields() const;
    std::string ready_line() const;
  };

  BindOptions options() const;
  void bind();
  void bound(Result<BoundSocket> result);
  void adopt(int fd);
  bool listen_on(BoundSocket socket, std::optional<int> fd, std::string name);
  void cannot_listen(const Error& error);
  void tell_ready() const;

  Admission admit(const std::optional<SocketAddress>& remote) override;
  void on_connection(std::unique_ptr<StreamSocket> socket) override;
  void on_drop(const Dropped& dropped) override;
  void on_blocked(const Dropped& dropped);
  void on_error(const Error& error) override;

  Run& run_;
  Where where_;
  Announce announce_;
  Callback on_connection_;
  AccessRules access_;
  Gate gate_;
  std::optional<Binding> binding_;
  std::vector<BlockingAgain> shared_;  // of the sockets that were handed to us
  std::vector<Place> places_;
  std::chrono::steady_clock::time_point since_;
  Timer again_;
};

}  // namespace netkit::cli
