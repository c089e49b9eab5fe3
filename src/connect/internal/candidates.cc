// SPDX-License-Identifier: MIT
#include <netkit/connect/internal/candidates.h>

#include <netkit/socket/zone.h>

#include <algorithm>
#include <string>
#include <utility>

namespace netkit::internal {

void Candidates::find(std::size_t most, Callback on_found) {
  const auto known = resolve_literal(options_.host, *options_.port);
  if (!known) return on_found(std::unexpected(known.error()));
  if (*known) return on_found(std::vector{**known});
  on_found_ = std::move(on_found);
  Resolver& resolver = options_.resolver != nullptr ? *options_.resolver : system_;
  lookup_ = resolver.look_up(
      {*options_.host.name(), options_.family, options_.hints},
      [this, most](Result<Lookup::Addresses> result) { looked_up(most, std::move(result)); });
}

void Candidates::looked_up(std::size_t most, Result<Lookup::Addresses> result) {
  const auto watch = alive_.watch();
  const std::string host = *options_.host.name();
  if (!result) {
    listener_.on_lookup_failed(host, result.error());
    if (watch.gone()) return;
    return on_found_(std::unexpected(std::move(result.error())));
  }
  result->resize(std::min(most, result->size()), result->front());
  for (SocketAddress& address : *result) {
    address.port = *options_.port;
    listener_.on_lookup(host, address);
    if (watch.gone()) return;
  }
  on_found_(interleaved(*result));
}

}  // namespace netkit::internal
