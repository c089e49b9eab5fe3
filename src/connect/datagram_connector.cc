// SPDX-License-Identifier: MIT
#include <netkit/connect/datagram_connector.h>

#include <netkit/loop/uv_error.h>
#include <netkit/socket/zone.h>

#include <string>
#include <utility>

namespace netkit {

DatagramConnector::DatagramConnector(Loop& loop, ConnectOptions options, const DatagramOptions& socket,
                                     const std::optional<IpcPath>& path_of_our_end,
                                     Connector::Listener& listener, Callback on_done)
    : loop_(loop),
      options_(std::move(options)),
      socket_(socket),
      path_of_our_end_(path_of_our_end),
      listener_(listener),
      on_done_(std::move(on_done)),
      system_(loop),
      start_(loop, [this] { start(); }) {
  if (options_.host == Host("")) options_.host = ConnectOptions().host;
  start_.schedule();
}

void DatagramConnector::start() {
  if (options_.path)
    return on_done_(DatagramConnection::connect(loop_, *options_.path, path_of_our_end_, socket_));
  const auto known = resolve_literal(options_.host, *options_.port);
  if (!known) return on_done_(std::unexpected(known.error()));
  if (*known) return try_all({**known});
  Resolver& resolver = options_.resolver != nullptr ? *options_.resolver : system_;
  lookup_ = resolver.look_up({*options_.host.name(), options_.family, options_.hints},
                             [this](Result<Lookup::Addresses> result) { looked_up(std::move(result)); });
}

bool DatagramConnector::tries_several() const {
  return !options_.from.address && options_.auto_select_family.value_or(!options_.family);
}

void DatagramConnector::looked_up(Result<Lookup::Addresses> result) {
  const auto watch = alive_.watch();
  const std::string host = *options_.host.name();
  if (!result) {
    listener_.on_lookup_failed(host, result.error());
    if (watch.gone()) return;
    return on_done_(std::unexpected(std::move(result.error())));
  }
  if (!tries_several()) result->resize(1, result->front());
  for (SocketAddress& address : *result) {
    address.port = *options_.port;
    listener_.on_lookup(host, address);
    if (watch.gone()) return;
  }
  try_all(interleaved(*result));
}

void DatagramConnector::try_all(const std::vector<SocketAddress>& candidates) {
  const auto watch = alive_.watch();
  std::vector<SocketAddress> granted;
  std::vector<Error> refused;
  for (const SocketAddress& to : candidates) {
    const auto refusal = refusal_of(to, options_.access, options_.from, socket_.early);
    if (refusal) {
      refused.push_back(blocked_error(*refusal, listener_.blocked_text(*refusal)));
      listener_.on_attempt_failed(to, refused.back());
    } else {
      if (granted.empty()) listener_.on_attempt(to);
      granted.push_back(to);
    }
    if (watch.gone()) return;
  }
  if (!granted.empty())
    return on_done_(DatagramConnection::connect(loop_, std::move(granted), options_.from, socket_));
  Error all = refused.size() == 1 ? refused.front() : aggregate_error(refused);
  on_done_(std::unexpected(std::move(all)));
}

}  // namespace netkit
