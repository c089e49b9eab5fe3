// SPDX-License-Identifier: MIT
#include "cli/session/handshakes.h"

#include <fmt/core.h>
#include <netkit/connect/datagram_probe.h>
#include <netkit/proxy/accept_proxy_header.h>
#include <netkit/proxy/accept_proxy_request.h>
#include <netkit/proxy/proxy_header.h>
#include <netkit/proxy/send_proxy_header.h>
#include <netkit/socket/zone.h>
#include <netkit/tls/start_tls.h>
#include <netkit/tls/tls_handshake.h>
#include <netkit/tls/tls_verdict.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "cli/option/datagrams.h"

namespace netkit::cli {
namespace {

constexpr Duration usual_patience{2000};  // of a probe with datagrams

/// How messages name the peer: "127.0.0.1:443".
std::string name_of_peer(const Connection& connection, const CommonSettings& common) {
  if (const auto& remote = connection.remote_address()) return endpoint_text(*remote);
  if (common.unix_path) return *common.unix_path;
  return common.fd ? fmt::format("the peer of descriptor {}", *common.fd) : "the peer";
}

/// A server sees the dialler's end as the source; its client's is the remote one.
std::optional<ProxiedEnds> proxied_ends(const Connection& dialled, const Connection* client) {
  const Connection& described = client != nullptr ? *client : dialled;
  const auto local = described.local_address(), remote = described.remote_address();
  if (!local || !remote) return std::nullopt;
  return client != nullptr ? ProxiedEnds{*remote, *local} : ProxiedEnds{*local, *remote};
}

std::unique_ptr<Handshake> tls_handshake(Loop& loop, const std::shared_ptr<const TlsContext>& context,
                                         const Settings& settings, const Connection& connection,
                                         Facts& facts) {
  const TlsSettings& tls = settings.tls;
  return std::make_unique<TlsHandshake>(
      loop, context,
      TlsHandshake::Options{tls.handshake_timeout, tls.allow_truncation,
                            name_of_peer(connection, settings.common), datagram_options(settings).quiet},
      [&facts, &loop, since = loop.now()](const TlsFacts& learned) {
        facts.tls = learned;
        facts.tls_took = loop.now() - since;
      });
}

std::unique_ptr<Handshake> start_tls(Loop& loop, const Settings& settings, const Connection& connection) {
  const TlsSettings& tls = settings.tls;
  return std::make_unique<StartTls>(
      loop, StartTls::Options{*tls.start, tls.handshake_timeout, name_of_peer(connection, settings.common)});
}

/// A probe's patience: TLS 1.3 refuses a client's certificate after the handshake.
Duration patience_for_verdict(const Facts& facts) {
  const bool may_be_refused = facts.tls->certificate_wanted && facts.tls->protocol == "TLSv1.3";
  return may_be_refused ? std::max<Duration>(std::chrono::seconds(1), 3 * facts.tls_took) : Duration(0);
}

std::unique_ptr<Handshake> accept_request(Run& run, Facts& facts) {
  return std::make_unique<AcceptProxyRequest>(
      run.loop(),
      AcceptProxyRequest::Options{
          run.settings().tls.handshake_timeout,
          [&run](char first) { return run.prepared().proxy_server.dialogue(first); },
          [&facts](const std::shared_ptr<RequestDialogue>& dialogue) { facts.request = dialogue; }});
}

void add_tls(Handshakes::List& list, Run& run, const Settings& settings, const Connection& dialled,
             Facts& facts) {
  const auto& context = run.prepared().tls.target();
  if (!context) return;
  Loop& loop = run.loop();
  if (settings.tls.start) list.push_back(start_tls(loop, settings, dialled));
  list.push_back(tls_handshake(loop, context, settings, dialled, facts));
  if (settings.join.to == Joined::nothing)
    list.push_back(std::make_unique<TlsVerdict>(loop, [&facts] { return patience_for_verdict(facts); }));
}

}  // namespace

Handshakes::List admission_handshakes(Loop& loop, const Settings& settings) {
  Handshakes::List list;
  if (settings.server.accept_proxy) list.push_back(std::make_unique<AcceptProxyHeader>(loop));
  return list;
}

Handshakes::List session_handshakes(Run& run, const Connection& accepted, Facts& facts) {
  Handshakes::List list;
  if (const auto& context = run.prepared().tls.clients())
    list.push_back(tls_handshake(run.loop(), context, run.settings(), accepted, facts));
  if (run.prepared().proxy_server.is_on()) list.push_back(accept_request(run, facts));
  return list;
}

Handshakes::List dial_handshakes(Run& run, const Settings& settings, const Connection& dialled,
                                 const Connection* client, Facts& facts, ProxyRoute& route) {
  Handshakes::List list;
  route.add_handshakes(list, dialled);
  facts.target = route.target();
  Loop& loop = run.loop();
  if (const auto& version = settings.connect.send_proxy)
    list.push_back(
        std::make_unique<SendProxyHeader>(loop, proxy_header(*version, proxied_ends(dialled, client))));
  add_tls(list, run, settings, dialled, facts);
  const bool answers = run.prepared().tls.target() != nullptr;  // by its handshake
  if (settings.join.to == Joined::nothing && settings.common.datagrams && dialled.remote_address() &&
      !answers)
    list.push_back(
        std::make_unique<DatagramProbe>(loop, settings.connect.connect_timeout.value_or(usual_patience)));
  return list;
}

}  // namespace netkit::cli
