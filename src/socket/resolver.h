// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/alive.h>
#include <netkit/base/export.h>
#include <netkit/base/once.h>
#include <netkit/base/result.h>
#include <netkit/loop/deferred.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

struct addrinfo;
struct uv_getaddrinfo_s;

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Flags for the system's resolver (getaddrinfo(3)).
struct LookupHints {
  bool addrconfig = false;  ///< only families that this machine has an address of, loopback not counted
  bool v4mapped = false;    ///< IPv4 as ::ffff:a.b.c.d where IPv6 is asked for and there is none
  bool all = false;         ///< with v4mapped: IPv6 and mapped IPv4
};

/// What is to be looked up.
struct LookupRequest {
  std::string host;
  std::optional<Family> family;      ///< only addresses of it
  std::optional<LookupHints> hints;  ///< absent: addrconfig, if no family is asked for
};

/// A resolver of one's own: answers once, at once or later, in the loop's thread; nobody may care any more.
using LookupAnswer = Once<Result<std::vector<IpAddress>>>;
using LookupFunction = std::function<void(const LookupRequest&, LookupAnswer)>;

/// A look-up under way. Tells its result once, from the loop; destroyed before that, it gives up
/// (the thread that asks the system goes on until the system answers).
class Lookup {
 public:
  using Addresses = std::vector<SocketAddress>;  ///< port 0; never empty
  using Callback = Once<Result<Addresses>>;

  ~Lookup();
  Lookup(const Lookup&) = delete;
  Lookup& operator=(const Lookup&) = delete;

 private:
  friend class Resolver;
  struct Cell;
  Lookup(Loop& loop, Callback on_done);
  bool ask_file(const LookupRequest& request);
  void ask_system(Loop& loop, const LookupRequest& request);
  void ask(const LookupFunction& function, const LookupRequest& request);
  static void answered(uv_getaddrinfo_s* request, int status, addrinfo* list);
  void tell_later(Result<Addresses> result);

  std::string host_;
  Callback on_done_;
  Cell* cell_ = nullptr;                     // while the system is asked
  std::optional<Result<Addresses>> result_;  // known at once; told from the loop
  Deferred later_;
  Alive alive_;
};

/// Finds the addresses of a name: its own answers first, then a function of the user's if there is one, else
/// the system's resolver (getaddrinfo(3)), in a thread unless the file of hosts has "localhost".
class Resolver {
 public:
  explicit Resolver(Loop& loop) : loop_(loop) {}

  /// From now on the addresses of this name, in this order; more are added to what is there.
  void answer(const std::string& host, SocketAddress address);

  /// From now on this function is asked in place of the system.
  void ask_instead(LookupFunction function) { function_ = std::move(function); }

  /// An error is "getaddrinfo ENOTFOUND host".
  std::unique_ptr<Lookup> look_up(const LookupRequest& request, Lookup::Callback on_done);

 private:
  Loop& loop_;
  std::map<std::string, Lookup::Addresses> answers_;
  LookupFunction function_;
};

/// The port that a service name has for TCP in the system's table (services(5)), at once.
std::optional<std::uint16_t> port_of_service(const std::string& name);

// Example:
//
//     Loop loop;
//     Resolver resolver(loop);
//     resolver.answer("printer.test", SocketAddress{*IpAddress::parse("192.0.2.1")});
//     const auto lookup = resolver.look_up({"printer.test", {}, {}}, [](Result<Lookup::Addresses> addresses)
//     {
//       assert(addresses->front().address.to_string() == "192.0.2.1");
//     });
//     loop.run();

}  // namespace netkit
