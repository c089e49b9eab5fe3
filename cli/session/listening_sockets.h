// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/binder.h>
#include <netkit/socket/acceptor.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/option/location.h"
#include "cli/process/inherited_sockets.h"
#include "cli/session/access_rules.h"
#include "cli/session/admission.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// From what the user typed to a server that accepts: look-up, bind, listen, and the words about it; or the
/// sockets that were handed to us, all of them.
class ListeningSockets {
 public:
  /// Whether "listening on" is said without -v.
  enum class Announce { always, if_system_chose };

  /// Fails by finishing the run. `on_connection` is called for each one that is let in.
  ListeningSockets(Run& run, Location where, Announce announce, Admission::Callback on_connection);

  /// `hook` is called before it is said that we listen; it may finish the run.
  void before_ready(std::function<void(const Acceptor& first)> hook) { before_ready_ = std::move(hook); }

  void start();
  /// Accepts no more; the socket file goes. Connections live on.
  void stop();
  /// Reads the files of who may connect again; false if there are none. Others get the new rules by
  /// `hand_on`, before anything is said of them.
  bool reload(const std::function<void(const AccessRules&)>& hand_on = {});
  const AccessRules& rules() const { return access_; }
  const Gate& gate() const { return admission_.gate(); }

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
  void listens();
  void tell_ready() const;

  Run& run_;
  Location location_;
  Announce announce_;
  std::function<void(const Acceptor&)> before_ready_;
  AccessRules access_;
  Admission admission_;
  std::optional<Binder> binder_;
  std::vector<RestoreBlocking> shared_;  // of the sockets that were handed to us
  std::vector<Place> places_;
  std::chrono::steady_clock::time_point since_;
  Timer again_;
};

}  // namespace netkit::cli
