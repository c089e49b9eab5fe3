// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/result.h>
#include <netkit/io/timer.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct addrinfo;
struct uv_getaddrinfo_s;

namespace netkit {

class Loop;

/// A look-up under way. Tells its result once, from the loop; destroyed before that, it gives up
/// (the thread that asks the system goes on until the system answers).
class Lookup {
 public:
  using Addresses = std::vector<SocketAddress>;  ///< port 0; never empty
  using Callback = std::move_only_function<void(Result<Addresses>)>;

  ~Lookup();
  Lookup(const Lookup&) = delete;
  Lookup& operator=(const Lookup&) = delete;

 private:
  friend class Resolver;
  struct Cell;
  Lookup(Loop& loop, Callback on_done);
  void ask_system(Loop& loop, const std::string& host, std::optional<Family> family);
  static void answered(uv_getaddrinfo_s* request, int status, addrinfo* list);
  void tell_later(Result<Addresses> result);

  std::string host_;
  Callback on_done_;
  Cell* cell_ = nullptr;                     // while the system is asked
  std::optional<Result<Addresses>> result_;  // known at once; told from the loop
  Timer later_;
};

/// Finds the addresses of a name: its own answers first, else the system's resolver (getaddrinfo(3)).
class Resolver {
 public:
  explicit Resolver(Loop& loop) : loop_(loop) {}

  /// From now on the addresses of this name, in this order; more are added to what is there.
  void answer(const std::string& host, SocketAddress address);

  /// With a family, only addresses of it. An error is "getaddrinfo ENOTFOUND host".
  std::unique_ptr<Lookup> look_up(const std::string& host, std::optional<Family> family,
                                  Lookup::Callback on_done);

 private:
  Loop& loop_;
  std::map<std::string, Lookup::Addresses> answers_;
};

/// The port that a service name has for TCP in the system's table (services(5)), at once.
std::optional<std::uint16_t> port_of_service(const std::string& name);

}  // namespace netkit
