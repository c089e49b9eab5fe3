// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/binder.h>
#include <netkit/socket/acceptor.h>
#include <netkit/socket/datagram_socket.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/option/location.h"
#include "cli/process/inherited_sockets.h"
#include "cli/session/admission.h"
#include "cli/session/ready_line.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// Makes the listening sockets that the user asked for: name resolution, bind, listen, and the messages about
/// it. Or adopts all inherited sockets (--fd, LISTEN_FDS).
class ListeningSockets {
 public:
  /// Whether "listening on" is printed without -v, even if stderr is not a terminal.
  enum class Announce { always, if_system_chose };

  /// On failure finishes the run. `admission` must outlive this object. `peers` is for datagrams.
  ListeningSockets(Run& run, Location location, Announce announce, DatagramSocket::Peers peers,
                   Admission& admission);
  ~ListeningSockets();

  /// Calls `hook` once the sockets accept, before that is reported; it may finish the run. Not for datagrams.
  void before_ready(std::function<void(const Acceptor& first)> hook) { before_ready_ = std::move(hook); }

  void start();
  /// Stops accepting and removes the socket file. Connections go on.
  void stop();
  /// Soon reads the run's Prepared again and, unless that fails, passes it to `hand_on`. Calls until then
  /// count as one: signals may arrive faster than files are read. Returns false if there is nothing to read
  /// again.
  bool reload(std::function<void(const Prepared&)> hand_on);

 private:
  /// One socket that accepts or, with --udp, receives.
  struct Place {
    std::optional<SocketAddress> address;
    std::optional<int> fd;  ///< the inherited descriptor
    std::string name;       ///< "127.0.0.1:8124", a path, or a descriptor without a name
    std::unique_ptr<Acceptor> acceptor = nullptr;
    std::unique_ptr<DatagramSocket> datagrams = nullptr;
    EventFields event_fields() const;
    std::string ready_line() const;
  };

  int type() const;
  std::optional<Error> open(Place& place, BoundSocket socket);
  void close();
  void reload_now();
  BindOptions options() const;
  void bind();
  void bound(Result<BoundSocket> result);
  void adopt(int fd);
  bool listen_on(BoundSocket socket, std::optional<int> fd, std::string name);
  void cannot_listen(const Error& error);
  std::string hint_about(const Error& error) const;
  EventFields event_fields(const Place& place) const;
  void on_listening();
  void report_ready();

  Run& run_;
  Location location_;
  Announce announce_;
  std::function<void(const Acceptor&)> before_ready_;
  DatagramSocket::Peers peers_;
  Admission& admission_;
  std::optional<Binder> binder_;
  std::vector<RestoreBlocking> shared_;  // for inherited sockets
  std::vector<Place> places_;
  std::chrono::steady_clock::time_point since_;
  Timer again_;
  std::optional<ReadyLine> ready_line_;
  std::function<void(const Prepared&)> hand_on_;
  Deferred reload_;
};

}  // namespace netkit::cli
