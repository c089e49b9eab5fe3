// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/alive.h>
#include <netkit/base/once.h>
#include <netkit/base/result.h>
#include <netkit/connect/connector.h>
#include <netkit/socket/resolver.h>

#include <cstddef>
#include <limits>
#include <memory>
#include <vector>

namespace netkit::internal {

/// The addresses that a host and a port stand for, in the order in which they are to be tried.
class Candidates {
 public:
  using Callback = Once<Result<std::vector<SocketAddress>>>;
  static constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

  /// `options` and `listener` must outlive this. The listener hears of the look-up, and may destroy this.
  Candidates(Loop& loop, const ConnectOptions& options, Connector::Listener& listener)
      : options_(options), listener_(listener), system_(loop) {}

  /// Calls `on_found` with at most so many addresses of a name, for a literal before it returns.
  void find(std::size_t most, Callback on_found);

 private:
  void looked_up(std::size_t most, Result<Lookup::Addresses> result);

  const ConnectOptions& options_;
  Connector::Listener& listener_;
  Resolver system_;
  std::unique_ptr<Lookup> lookup_;
  Callback on_found_;
  Alive alive_;
};

}  // namespace netkit::internal
