// SPDX-License-Identifier: MIT
#include "cli/session/proxy_route.h"

#include <fmt/core.h>
#include <netkit/base/net_errc.h>
#include <netkit/proxy/proxy_handshake.h>
#include <netkit/socket/zone.h>
#include <netkit/tls/tls_handshake.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "cli/session/digest_hash.h"
#include "cli/session/prepared.h"

namespace netkit::cli {
namespace {

bool is_socks5(const ProxyUrl& proxy) {
  return proxy.scheme == ProxyScheme::socks5 || proxy.scheme == ProxyScheme::socks5h;
}

bool is_http(const ProxyUrl& proxy) {
  return proxy.scheme == ProxyScheme::http || proxy.scheme == ProxyScheme::https;
}

}  // namespace

ProxyRoute::ProxyRoute(Run& run, const Settings& settings, ReportEvent report)
    : run_(run),
      settings_(settings),
      report_(std::move(report)),
      known_(run.loop(), [this] { all_looked_up(); }) {
  for (const Proxies::Proxy& proxy : run.prepared().proxies.all())
    hops_.push_back({proxy.url, proxy.tls, proxy.target});
}

Location ProxyRoute::first() const {
  Location where;
  where.host = hops_.front().proxy.host;
  where.port = hops_.front().proxy.port;
  return where;
}

void ProxyRoute::ask_for(const ProxyTarget& target, RuleAgainst rule_against) {
  Hop& last = hops_.back();
  auto host = host_for_proxy(last.proxy, target.host);
  if (!host) {
    bad_target_ = net_error(NetErrc::invalid_address, "proxy: " + host.error());
    return;
  }
  last.target = {std::move(*host), target.port};
  last.by_address = rule_against != nullptr;
  rule_against_ = std::move(rule_against);
}

void ProxyRoute::look_up(Resolver& resolver, Done done) {
  resolver_ = &resolver;
  looked_up_ = std::move(done);
  look_up_next(0);
}

std::optional<std::string> ProxyRoute::rule_that_refuses(const ProxyTarget& target) const {
  const IpAddress address = target.host.literal()->address;
  if (rule_against_) return rule_against_({address, target.port});
  const AccessRules& rules = run_.prepared().access;
  AccessLists lists = rules.lists();
  if (settings_.common.access.allow.empty()) lists.allow.reset();  // a server's are for its clients
  if (lists.check(address) == Access::granted) return std::nullopt;
  return rules.rule_against(address);
}

// Addresses that the lists refuse are left out. Of a name that the proxy resolves they cannot be asked.
std::optional<Error> ProxyRoute::leave_out_refused() {
  const AccessLists lists = run_.prepared().access.lists();
  const bool has_allow_list = lists.allow && !settings_.common.access.allow.empty();
  if (!lists.block && !has_allow_list && !rule_against_) return std::nullopt;
  Hop& last = hops_.back();
  if (last.addresses.empty() && last.target.host.name() != nullptr) {
    run_.report().say(1, fmt::format("the proxy resolves {}: no list is asked", last.target.text()));
    return std::nullopt;
  }
  if (last.addresses.empty()) last.addresses = {last.target};
  const ProxyTarget first = last.addresses.front();
  const auto rule = rule_that_refuses(first);
  std::erase_if(last.addresses,
                [this](const ProxyTarget& target) { return rule_that_refuses(target).has_value(); });
  if (!last.addresses.empty()) return std::nullopt;
  return net_error(NetErrc::ip_blocked, fmt::format("blocked {}: {}", host_text(first.host), *rule));
}

void ProxyRoute::all_looked_up() {
  if (bad_target_) return looked_up_(std::unexpected(*bad_target_));
  if (auto refusal = leave_out_refused()) return looked_up_(std::unexpected(std::move(*refusal)));
  looked_up_({});
}

// Nothing is reported before look_up() has returned.
void ProxyRoute::look_up_next(std::size_t index) {
  const auto hop = std::find_if(hops_.begin() + static_cast<std::ptrdiff_t>(index), hops_.end(),
                                [](const Hop& one) { return one.needs_look_up(); });
  if (hop == hops_.end()) return known_.schedule();
  const auto at = static_cast<std::size_t>(hop - hops_.begin());
  const auto family =
      hop->proxy.scheme == ProxyScheme::socks4 ? std::optional(Family::ipv4) : settings_.common.family;
  lookup_ = resolver_->look_up({*hop->target.host.name(), family, settings_.connect.hints},
                               [this, at](const Result<Lookup::Addresses>& found) { looked_up(at, found); });
}

void ProxyRoute::looked_up(std::size_t index, const Result<Lookup::Addresses>& found) {
  Hop& hop = hops_[index];
  if (!found) return looked_up_(std::unexpected(found.error()));
  for (const SocketAddress& address : *found) {
    report_("lookup", {{"host", *hop.target.host.name()},
                       {"address", host_text(address)},
                       {"family", std::string(family_name(address.address.family()))}});
    hop.addresses.push_back({Host(address.address), hop.target.port});
  }
  look_up_next(index + 1);
}

std::unique_ptr<ProxyDialogue> ProxyRoute::dialogue(const Hop& hop) const {
  const ProxyTarget& target = hop.addresses.empty() ? hop.target : hop.addresses.front();
  if (is_http(hop.proxy)) return http_connect_dialogue(target, hop.authorization);
  if (is_socks5(hop.proxy)) return socks5_dialogue(target, hop.proxy.credentials);
  return socks4_dialogue(target, hop.proxy.credentials ? hop.proxy.credentials->user : "");
}

std::string ProxyRoute::name_of(std::size_t index, const Connection& dialled) const {
  if (index == 0 && dialled.remote_address()) return endpoint_text(*dialled.remote_address());
  const ProxyUrl& proxy = hops_[index].proxy;
  return ProxyTarget{proxy.host, proxy.port}.text();
}

void ProxyRoute::add_handshakes(Handshakes::List& list, const Connection& dialled) {
  may_try_again_ = false;
  const TlsSettings& tls = settings_.tls;
  for (std::size_t i = 0; i < hops_.size(); ++i) {
    Hop& hop = hops_[i];
    const std::string name = name_of(i, dialled);
    if (hop.tls)
      list.push_back(std::make_unique<TlsHandshake>(
          run_.loop(), hop.tls,
          TlsHandshake::Options{tls.handshake_timeout, tls.allow_truncation, name + " (proxy)"},
          [](const TlsFacts&) {}));
    list.push_back(std::make_unique<ProxyHandshake>(
        run_.loop(), [this, &hop] { return dialogue(hop); },
        ProxyHandshake::Options{tls.handshake_timeout, name,
                                [this, &hop](const std::string& reply) { report_agreed(hop, reply); },
                                [this, &hop](const ProxyFault& fault) { on_refused(hop, fault); }}));
  }
}

void ProxyRoute::on_refused(Hop& hop, const ProxyFault& fault) {
  if (fault.kind == ProxyFault::Kind::credentials && is_http(hop.proxy)) return answer(hop, fault.challenges);
  if (fault.kind != ProxyFault::Kind::unreachable || hop.addresses.size() < 2) return;
  hop.addresses.erase(hop.addresses.begin());
  may_try_again_ = true;
}

void ProxyRoute::answer(Hop& hop, const std::vector<std::string>& challenges) {
  if (!hop.proxy.credentials) return;
  const auto answered =
      answer_challenges(challenges, *hop.proxy.credentials,
                        {.uri = hop.target.text(), .cnonce = random_digits(16)}, openssl_hash());
  if (!answered) return;
  const bool is_first = hop.authorization.empty();
  if (!is_first && (!answered->is_stale || std::exchange(hop.is_renewed, true))) return;
  const IpLiteral* const literal = hop.proxy.host.literal();
  const bool is_near = literal != nullptr && literal->address.is_loopback();
  if (answered->is_basic && hop.proxy.scheme == ProxyScheme::http && !is_near)
    run_.report().say(0, fmt::format("warning: the proxy {} gets the password in the clear",
                                     ProxyTarget{hop.proxy.host, hop.proxy.port}.text()));
  hop.authorization = answered->value;
  may_try_again_ = true;
}

void ProxyRoute::report_agreed(const Hop& hop, const std::string& reply) const {
  report_("proxy", {{"proxy", fmt::format("{}://{}", proxy_scheme_name(hop.proxy.scheme),
                                          ProxyTarget{hop.proxy.host, hop.proxy.port}.text())},
                    {"target", (hop.addresses.empty() ? hop.target : hop.addresses.front()).text()},
                    {"reply", reply}});
}

bool ProxyRoute::has_another_try() {
  return std::exchange(may_try_again_, false);
}

}  // namespace netkit::cli
