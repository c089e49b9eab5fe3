// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/alive.h>
#include <netkit/base/export.h>
#include <netkit/base/once.h>
#include <netkit/base/result.h>
#include <netkit/loop/deferred.h>
#include <netkit/loop/wakeup.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Flags for the resolver of the system (getaddrinfo(3)).
struct LookupHints {
  bool addrconfig = false;  ///< only families of which this machine has an address other than loopback
  bool v4mapped = false;    ///< for Family::ipv6: if there is no IPv6 address, IPv4 addresses in mapped form
  bool all = false;         ///< with v4mapped: IPv6 and mapped IPv4 addresses
};

/// What to look up.
struct LookupRequest {
  std::string host;
  std::optional<Family> family;      ///< only addresses of this family
  std::optional<LookupHints> hints;  ///< absent: addrconfig, unless there is a family
};

/// Takes the answer of a LookupFunction, once, in the thread of the loop. Has no effect if the look-up was
/// cancelled.
using LookupAnswer = Once<Result<std::vector<IpAddress>>>;
/// Resolves names in place of the system. May answer before it returns, or later.
using LookupFunction = std::function<void(const LookupRequest&, LookupAnswer)>;

/// A look-up in progress. Calls its callback once, from the loop; the callback may destroy the Lookup.
/// Destroying the Lookup earlier cancels it, though a thread may remain that waits for the system; the loop
/// does not wait for it.
class Lookup {
 public:
  using Addresses = std::vector<SocketAddress>;  ///< port 0; never empty
  using Callback = Once<Result<Addresses>>;

  ~Lookup();
  Lookup(const Lookup&) = delete;
  Lookup& operator=(const Lookup&) = delete;

 private:
  friend class Resolver;
  struct Question;
  Lookup(Loop& loop, Callback on_done);
  void ask_system(Loop& loop, const LookupRequest& request);
  bool ask_without_thread(const std::string& name, const LookupRequest& request);
  void ask_in_thread(Loop& loop, const std::string& name, const LookupRequest& request);
  void ask(const LookupFunction& function, const LookupRequest& request);
  void answered();
  void report_later(Result<Addresses> result);

  Callback on_done_;
  Loop& loop_;
  std::shared_ptr<Question> question_;       // shared with the thread that asks the system
  std::optional<Wakeup> answer_;             // while that thread is awaited
  std::optional<Result<Addresses>> result_;  // known during the call; to be reported
  Deferred later_;
  Alive alive_;
};

/// Finds the addresses of a name: those given to answer(), else those that the function given to
/// ask_instead() finds, else those that the system finds (getaddrinfo(3), in a thread). Names are compared
/// without regard to case and to a final dot (RFC 4343). International names are converted by
/// ascii_host_name(), but for ask_instead(); errors have the name that was asked for. "localhost" is looked
/// up without a thread if /etc/hosts contains it. If the system has no thread to spare, the
/// look-up blocks the loop.
class Resolver {
 public:
  explicit Resolver(Loop& loop) : loop_(loop) {}

  /// Adds an address to the answer for this name. Addresses are given in the order in which they were added.
  void answer(const std::string& host, SocketAddress address);

  /// From now on, calls this function in place of the system.
  void ask_instead(LookupFunction function) { function_ = std::move(function); }

  /// The error is "getaddrinfo ENOTFOUND host", or EAI_ADDRFAMILY if all addresses given to answer() are of
  /// another family.
  std::unique_ptr<Lookup> look_up(const LookupRequest& request, Lookup::Callback on_done);

 private:
  Loop& loop_;
  std::map<std::string, Lookup::Addresses> answers_;  // by host_name_key()
  LookupFunction function_;
};

/// The TCP port of a service in the table of the system (services(5)), as written or in small letters. Blocks
/// while the table is read.
std::optional<std::uint16_t> port_of_service(const std::string& name);

// Example:
//
//     Loop loop;
//     Resolver resolver(loop);
//     resolver.answer("printer.test", SocketAddress{*IpAddress::parse("192.0.2.1")});
//     const auto lookup = resolver.look_up({"printer.test", {}, {}}, [](Result<Lookup::Addresses> found) {
//       assert(found->front().address.to_string() == "192.0.2.1");
//     });
//     loop.run();

}  // namespace netkit
