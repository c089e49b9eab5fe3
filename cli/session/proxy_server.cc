// SPDX-License-Identifier: MIT
#include "cli/session/proxy_server.h"

#include <fmt/core.h>
#include <netkit/socket/host_networks.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "cli/report/usage_error.h"
#include "cli/session/digest_hash.h"
#include "cli/text/secret_source.h"
#include "cli/text/user_file.h"

namespace netkit::cli {
namespace {

constexpr char option[] = "--proxy-auth-file";

std::chrono::seconds seconds_of_a_steady_clock() {
  return std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

bool is_restricted(const Settings& settings) {
  return !settings.connect.proxy.credentials_file.empty() || !settings.tls.client_issuers.empty() ||
         !settings.common.access.allow.empty() || !settings.server.peers.empty();
}

bool is_of_others(const std::optional<SocketAddress>& address) {
  return address && !address->address.is_loopback();
}

bool is_address_of_this_host(const IpAddress& address) {
  return address.is_loopback() || std::ranges::any_of(host_networks(), [&address](const Cidr& network) {
           return network.address() == address;
         });
}

}  // namespace

ProxyServer::ProxyServer(const Settings& settings, Report& report)
    : settings_(&settings),
      report_(&report),
      on_(settings.join.to == Joined::requested),
      rules_(settings.server.proxy, report) {
  if (!on_) return;
  constexpr std::size_t digits = 8, secret = 32;
  name_ = "netkit-" + random_digits(digits / 2);
  if (settings.connect.proxy.credentials_file.empty()) return;
  if (const auto hash = openssl_hash())
    nonces_ = std::make_shared<Nonces>(hash, random_bytes(secret), seconds_of_a_steady_clock);
  read_users();
}

void ProxyServer::read_users() {
  users_ = std::make_shared<ProxyUsers>(cli::read_users(option, settings_->connect.proxy.credentials_file),
                                        nonces_ ? openssl_hash() : nullptr, nonces_);
}

std::optional<std::string> ProxyServer::listens_on(
    const std::vector<std::optional<SocketAddress>>& addresses) {
  for (const auto& address : addresses) {
    if (address) bound_->addresses.push_back(*address);
  }
  bound_->others_can_ask = settings_->server.accept_proxy || std::ranges::any_of(addresses, is_of_others);
  if (!on_ || !bound_->others_can_ask || is_restricted(*settings_)) return std::nullopt;
  return "--proxy-server: anyone could use it: listen on 127.0.0.1, or give --proxy-auth-file, --client-ca, "
         "--allow, --allow-list or --allow-user";
}

std::shared_ptr<RequestDialogue> ProxyServer::dialogue(char first) const {
  constexpr char socks4 = 4, socks5 = 5;
  const ProxyServerSettings& spoken = settings_->server.proxy;
  if (first == socks4) return spoken.socks4 ? socks4_request_dialogue(users_) : nullptr;
  if (first == socks5) return spoken.socks5 ? socks5_request_dialogue(users_) : nullptr;
  return spoken.http ? http_request_dialogue(name_, users_) : nullptr;
}

std::optional<std::string> ProxyServer::rule_against(const SocketAddress& to) const {
  return rules_.rule_against(to, bound_->others_can_ask);
}

bool ProxyServer::allows_all_targets() const {
  return rules_.allow_all(bound_->others_can_ask) && settings_->common.access.block.empty();
}

bool ProxyServer::is_itself(const SocketAddress& to) const {
  return std::ranges::any_of(bound_->addresses, [&to](const SocketAddress& here) {
    if (here.port != to.port) return false;
    const IpAddress asked = to.address.unmapped(), own = here.address.unmapped();
    return own == asked || (own.is_unspecified() && is_address_of_this_host(asked));
  });
}

bool ProxyServer::have_files() const {
  const std::string& file = settings_->connect.proxy.credentials_file;
  return on_ && (rules_.have_files() || (!file.empty() && !is_descriptor(file)));
}

// What came by a descriptor cannot be read again.
bool ProxyServer::reload() {
  if (!rules_.reload()) return false;
  if (!users_ || is_descriptor(settings_->connect.proxy.credentials_file)) return true;
  try {
    read_users();
    return true;
  } catch (const UsageError& error) {
    report_->event("reload", {{"error", std::string(error.what())}});
    report_->say(0, fmt::format("{}; users are unchanged", error.what()));
    return false;
  }
}

void ProxyServer::report_reloaded() const {
  rules_.report_reloaded();
  const std::string& file = settings_->connect.proxy.credentials_file;
  if (!users_ || is_descriptor(file)) return;
  report_->event("reload", {{"file", file}, {"users", static_cast<std::int64_t>(users_->size())}});
  report_->say(0, fmt::format("reloaded '{}' (users: {})", file, users_->size()));
}

}  // namespace netkit::cli
