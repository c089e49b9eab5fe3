// SPDX-License-Identifier: MIT
#include <netkit/connect/binder.h>

#include <netkit/addr/endpoint.h>
#include <netkit/base/net_errc.h>
#include <netkit/socket/zone.h>

#include <algorithm>
#include <utility>

namespace netkit {
namespace {

std::optional<IpLiteral> literal(const BindOptions& options) {
  const auto parsed = parse_host(options.host.value_or(""));
  if (!parsed || !std::holds_alternative<IpLiteral>(*parsed)) return std::nullopt;
  return std::get<IpLiteral>(*parsed);
}

// A name may mean several addresses; the first that every host has not got is bound.
SocketAddress best_of(const Lookup::Addresses& addresses) {
  const auto found = std::ranges::find_if(addresses, [](const SocketAddress& one) {
    return one.address.is_v4() || !one.address.is_link_local();
  });
  return found == addresses.end() ? addresses.front() : *found;
}

Result<void> invalid(std::string message) {
  return std::unexpected(net_error(NetErrc::invalid_arg_value, std::move(message)));
}

}  // namespace

Result<void> Binder::check(const BindOptions& options) {
  if (!options.port && !options.path) {
    return invalid(R"(The argument 'options' must have the property "port" or "path")");
  }
  if (!options.port && options.path->is_abstract() &&
      (options.ipc.readable_all || options.ipc.writable_all || options.ipc.mode)) {
    return invalid("can not set readableAll or writableAll to true when path is abstract unix socket");
  }
  const auto address = literal(options);
  if (!address || address->zone.empty() || scope_id_of(address->zone)) return {};
  return invalid("No network interface '" + address->zone + "'");
}

Binder::Binder(Loop& loop, BindOptions options, Callback on_done)
    : options_(std::move(options)),
      on_done_(std::move(on_done)),
      system_(loop),
      start_(loop, [this] { start(); }) {
  if (options_.host && options_.host->empty()) options_.host.reset();
  start_.schedule();
}

void Binder::start() {
  const bool is_name = options_.port && options_.host && !literal(options_);
  if (!is_name) return on_done_(bind());
  Resolver& resolver = options_.resolver != nullptr ? *options_.resolver : system_;
  lookup_ = resolver.look_up({*options_.host, options_.family, std::nullopt},
                             [this](Result<Lookup::Addresses> result) { looked_up(std::move(result)); });
}

Result<BoundSocket> Binder::bind() const {
  if (!options_.port) return BoundSocket::ipc(*options_.path, options_.ipc);
  TcpBindOptions tcp = options_.tcp;
  if (const auto address = literal(options_)) {
    const std::uint32_t scope = address->zone.empty() ? 0 : scope_id_of(address->zone).value_or(0);
    return BoundSocket::tcp(SocketAddress{address->address, *options_.port, scope}, tcp);
  }
  if (options_.family == Family::ipv4) {
    return BoundSocket::tcp(SocketAddress{IpAddress::v4(0), *options_.port}, tcp);
  }
  if (options_.family == Family::ipv6) tcp.ipv6_only = true;
  return BoundSocket::every_address(*options_.port, tcp);
}

void Binder::looked_up(Result<Lookup::Addresses> result) {
  if (!result) return on_done_(std::unexpected(result.error()));
  SocketAddress address = best_of(*result);
  address.port = *options_.port;
  on_done_(BoundSocket::tcp(address, options_.tcp));
}

}  // namespace netkit
