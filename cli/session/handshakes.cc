// SPDX-License-Identifier: MIT
#include "cli/session/handshakes.h"

#include <netkit/connect/datagram_probe.h>
#include <netkit/proxy/accept_proxy_header.h>
#include <netkit/proxy/proxy_header.h>
#include <netkit/proxy/send_proxy_header.h>

#include <memory>
#include <optional>

namespace netkit::cli {
namespace {

constexpr Duration usual_patience{2000};  // of a probe with datagrams

/// A server sees the dialler's end as the source; its client's is the remote one.
std::optional<ProxiedEnds> proxied_ends(const Connection& dialled, const Connection* client) {
  const Connection& described = client != nullptr ? *client : dialled;
  const auto local = described.local_address(), remote = described.remote_address();
  if (!local || !remote) return std::nullopt;
  return client != nullptr ? ProxiedEnds{*remote, *local} : ProxiedEnds{*local, *remote};
}

}  // namespace

Handshakes::List admission_handshakes(Loop& loop, const Settings& settings) {
  Handshakes::List list;
  if (settings.server.accept_proxy) list.push_back(std::make_unique<AcceptProxyHeader>(loop));
  return list;
}

Handshakes::List session_handshakes(const Settings& /*settings*/) {
  return {};
}

Handshakes::List dial_handshakes(Loop& loop, const Settings& settings, const Connection& dialled,
                                 const Connection* client) {
  Handshakes::List list;
  if (const auto& version = settings.connect.send_proxy)
    list.push_back(
        std::make_unique<SendProxyHeader>(loop, proxy_header(*version, proxied_ends(dialled, client))));
  if (settings.join.to == Joined::nothing && settings.common.datagrams && dialled.remote_address())
    list.push_back(
        std::make_unique<DatagramProbe>(loop, settings.connect.connect_timeout.value_or(usual_patience)));
  return list;
}

}  // namespace netkit::cli
