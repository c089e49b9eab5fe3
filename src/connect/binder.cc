// SPDX-License-Identifier: MIT
#include <netkit/connect/binder.h>

#include <netkit/base/net_errc.h>
#include <netkit/socket/zone.h>

#include <algorithm>
#include <utility>

namespace netkit {
namespace {

// Every host on a link has an IPv6 link-local address, so one of them is only used if there is no other.
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
  if (!options.host) return {};
  const auto known = resolve_literal(*options.host, 0);
  if (!known) return std::unexpected(known.error());
  return {};
}

Binder::Binder(Loop& loop, BindOptions options, Callback on_done)
    : options_(std::move(options)),
      on_done_(std::move(on_done)),
      system_(loop),
      start_(loop, [this] { start(); }) {
  if (options_.host == Host("")) options_.host.reset();
  start_.schedule();
}

void Binder::start() {
  if (!options_.port) {
    options_.ipc.type = options_.type;
    return on_done_(BoundSocket::ipc(*options_.path, options_.ipc));
  }
  if (!options_.host) return on_done_(bind_every_address());
  const auto known = resolve_literal(*options_.host, *options_.port);
  if (!known) return on_done_(std::unexpected(known.error()));
  if (*known) return on_done_(bind(**known));
  Resolver& resolver = options_.resolver != nullptr ? *options_.resolver : system_;
  lookup_ = resolver.look_up({*options_.host->name(), options_.family, std::nullopt},
                             [this](Result<Lookup::Addresses> result) { looked_up(std::move(result)); });
}

BoundSocket::Bind& Binder::bind_function() const {
  return options_.type == SOCK_DGRAM ? BoundSocket::udp : BoundSocket::tcp;
}

Result<BoundSocket> Binder::bind(const SocketAddress& address) const {
  return bind_function()(address, options_.tcp);
}

Result<BoundSocket> Binder::bind_every_address() const {
  TcpBindOptions tcp = options_.tcp;
  if (options_.family == Family::ipv4) {
    return bind_function()(SocketAddress{IpAddress::v4(0), *options_.port}, tcp);
  }
  if (options_.family == Family::ipv6) tcp.ipv6_only = true;
  return BoundSocket::every_address(*options_.port, tcp, bind_function());
}

void Binder::looked_up(Result<Lookup::Addresses> result) {
  if (!result) return on_done_(std::unexpected(result.error()));
  SocketAddress address = best_of(*result);
  address.port = *options_.port;
  on_done_(bind(address));
}

}  // namespace netkit
