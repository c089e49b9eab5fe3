// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/endpoint.h>
#include <netkit/addr/ipc_path.h>
#include <netkit/base/alive.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/blocklist/access_lists.h>
#include <netkit/connect/race.h>
#include <netkit/loop/deferred.h>
#include <netkit/socket/dial.h>
#include <netkit/socket/resolver.h>
#include <netkit/socket/socket_options.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace NETKIT_PUBLIC netkit {

class Loop;
class StreamSocket;

/// Whether the addresses of a name race where ConnectOptions do not say: for the whole process, true at
/// first. All four are for the loop's thread.
bool default_auto_select_family();
void set_default_auto_select_family(bool on);
/// 250 ms at first. Below 1 ms is ERR_OUT_OF_RANGE; 1 to 9 ms become 10.
std::chrono::milliseconds default_auto_select_family_attempt_timeout();
Result<void> set_default_auto_select_family_attempt_timeout(std::chrono::milliseconds timeout);

/// Where to connect to, and how. A path, or a port with a host.
struct ConnectOptions {
  std::optional<IpcPath> path = {};        ///< given, all that is TCP's below is ignored
  Host host = "localhost";                 ///< an empty name is "localhost" too
  std::optional<std::uint16_t> port = {};  ///< 0 is refused by the system
  std::optional<Family> family = {};       ///< only addresses of it
  std::optional<LookupHints> hints = {};   ///< absent: addrconfig, if there is no family
  Resolver* resolver = nullptr;            ///< answers in place of the system's; outlives the look-up
  LocalEnd from = {};                      ///< our end; with an address nothing races
  /// Try all addresses of a name; else the first only. Absent: the default, but not with a family.
  std::optional<bool> auto_select_family = {};
  /// Absent: the default; 1 to 9 ms become 10.
  std::optional<std::chrono::milliseconds> attempt_timeout = {};
  Attempts attempts = Attempts::race;
  AccessLists access = {};  ///< asked about each address right before its attempt
};

/// From options to a connection: looks the name up, orders the addresses, tries them.
/// Destroyed before it is done, it gives up; no descriptor is left.
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

  /// What is wrong with the options themselves: no port and no path, an attempt time-out below 1 ms, a zone
  /// that is no interface.
  static Result<void> check(const ConnectOptions& options);

  /// `options` are right; news comes from the loop only.
  Connector(Loop& loop, ConnectOptions options, const SocketOptions& socket, Listener& listener);
  ~Connector();
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;

  const SocketOptions& socket_options() const { return socket_; }  ///< that it was made with
  /// Tried so far, in order; empty where there was but one candidate.
  std::vector<SocketAddress> attempted() const;
  /// Giving up now: each attempt's own error, or this code for what is still under way; in the order tried.
  std::vector<Error> errors_so_far(std::error_code pending) const;

 private:
  void start();
  void look_up();
  void looked_up(Result<Lookup::Addresses> result);
  void try_all(std::vector<SocketAddress> candidates);
  bool tries_several() const;

  Loop& loop_;
  ConnectOptions options_;
  SocketOptions socket_;
  Listener& listener_;
  Resolver system_;
  std::unique_ptr<Lookup> lookup_;
  std::unique_ptr<Dial> dial_;
  std::unique_ptr<Race> race_;
  std::size_t candidates_ = 0;
  Deferred start_;
  Alive alive_;
};

// Example:
//
//     ConnectOptions options;
//     options.host = "example.com";
//     assert(Connector::check(options).error().code == NetErrc::missing_args);
//     options.port = 80;
//     assert(Connector::check(options).has_value());

}  // namespace netkit
