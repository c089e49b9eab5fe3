// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/endpoint.h>
#include <netkit/addr/ipc_path.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/blocklist/access_lists.h>
#include <netkit/connect/race.h>
#include <netkit/loop/deferred.h>
#include <netkit/socket/dial.h>
#include <netkit/socket/resolver.h>
#include <netkit/socket/socket_options.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace NETKIT_PUBLIC netkit {

class Loop;

namespace internal {
class NETKIT_HIDDEN Candidates;
}
class StreamSocket;

/// The default of ConnectOptions::auto_select_family, for the whole process. Initially true. Call these four
/// functions in one thread.
bool default_auto_select_family();
void set_default_auto_select_family(bool on);
/// The default of ConnectOptions::attempt_timeout, for the whole process. Initially 250 ms. Less than 1 ms is
/// ERR_OUT_OF_RANGE; 1 to 9 ms are raised to 10 ms.
std::chrono::milliseconds default_auto_select_family_attempt_timeout();
Result<void> set_default_auto_select_family_attempt_timeout(std::chrono::milliseconds timeout);

/// Where to connect to, and how: to a path, or if there is none to a host and port.
struct ConnectOptions {
  std::optional<IpcPath> path = {};  ///< if present, the options for TCP are ignored (all but from.socket)
  Host host = "localhost";           ///< an empty name stands for "localhost"
  std::optional<std::uint16_t> port = {};  ///< host byte order; required without a path
  std::optional<Family> family = {};       ///< look up only addresses of this family
  std::optional<LookupHints> hints = {};   ///< absent: addrconfig, unless there is a family
  Resolver* resolver = nullptr;            ///< must outlive the Connector; null: the system's
  LocalEnd from = {};  ///< with an address or a socket, only the first address of a name is tried
  /// Whether to try all addresses of a name, or only the first. Absent: the default of the process; with a
  /// family, false.
  std::optional<bool> auto_select_family = {};
  /// How long an attempt runs before the next one starts; 1 to 9 ms are raised to 10 ms. Absent: the default
  /// of the process.
  std::optional<std::chrono::milliseconds> attempt_timeout = {};
  Attempts attempts = Attempts::race;
  AccessLists access = {};  ///< asked about each address right before its attempt
  /// Asked as well, about each address and the one that it leads to; absent: all may be dialled.
  std::function<bool(const SocketAddress& to)> may_dial = {};
};

/// Makes a connection from options: looks the name up, orders the addresses and tries them. Destroying it
/// earlier cancels that and closes all descriptors.
class Connector {
 public:
  /// Each call but blocked_text() may destroy the connector. The last call is on_connected() or on_failed().
  class Listener : public Race::Listener {
   public:
    /// Called for each address of a name, in the resolver's order. A literal or a path is not looked up.
    virtual void on_lookup(const std::string& host, const SocketAddress& address) = 0;
    virtual void on_lookup_failed(const std::string& host, const Error& error) = 0;

   protected:
    ~Listener() = default;
  };

  /// Finds errors in the options: neither port nor path (ERR_MISSING_ARGS), an attempt time-out below 1 ms
  /// (ERR_OUT_OF_RANGE), a zone that is no interface (ERR_INVALID_ARG_VALUE).
  static Result<void> check(const ConnectOptions& options);

  /// check(options) must have succeeded. `listener` is called from the loop only and must outlive the
  /// Connector.
  Connector(Loop& loop, ConnectOptions options, const SocketOptions& socket, Listener& listener);
  ~Connector();
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;

  const SocketOptions& socket_options() const { return socket_; }  ///< as given to the constructor
  /// The addresses tried so far, in order. Empty if there was only one to try.
  std::vector<SocketAddress> attempted() const;
  /// The errors to report if the caller gives up now, in the order of the attempts: of a failed attempt its
  /// own error, of any other, or of the look-up, one with the code `pending`.
  std::vector<Error> errors_so_far(std::error_code pending) const;

 private:
  void start();
  void try_all(std::vector<SocketAddress> candidates);
  std::size_t most_candidates() const;

  Loop& loop_;
  ConnectOptions options_;
  SocketOptions socket_;
  Listener& listener_;
  std::unique_ptr<internal::Candidates> candidates_;
  std::unique_ptr<Dial> dial_;
  std::unique_ptr<Race> race_;
  std::size_t candidate_count_ = 0;
  Deferred start_;
};

// Example:
//
//     ConnectOptions options;
//     options.host = "example.com";
//     assert(Connector::check(options).error().code == NetErrc::missing_args);
//     options.port = 80;
//     assert(Connector::check(options).has_value());

}  // namespace netkit
