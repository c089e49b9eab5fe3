// SPDX-License-Identifier: MIT
#include "cli/session/proxies.h"

#include <fmt/core.h>
#include <netkit/addr/host_name.h>

#include <optional>
#include <string>
#include <utility>

#include "cli/option/location.h"
#include "cli/option/target.h"
#include "cli/report/usage_error.h"
#include "cli/session/proxies_of_environment.h"
#include "cli/session/tls.h"
#include "cli/text/secret_source.h"

namespace netkit::cli {
namespace {

ProxyCredentials credentials_in(const std::string& file) {
  const auto credentials = parse_proxy_credentials(first_line("--proxy-auth-file", file));
  if (!credentials) throw UsageError(fmt::format("--proxy-auth-file: {}: {}", file, credentials.error()));
  return *credentials;
}

ProxyTarget target_asked_for(const Settings& settings) {
  if (settings.join.to == Joined::requested) return {};  // each client says
  const bool is_forwarder = settings.join.to == Joined::target;
  const Location to = is_forwarder ? target_of(settings).location : location_to_connect(settings);
  return {to.host.value_or(Host("localhost")), to.port.value_or(0)};
}

std::vector<ProxyUrl> urls_of(const Settings& settings, const ProxyTarget& target) {
  const ProxySettings& given = settings.connect.proxy;
  const bool is_server = settings.join.to == Joined::requested;
  std::vector<ProxyUrl> urls = given.urls;
  if (given.from_environment) {
    if (auto url = proxy_of_environment(target)) urls.insert(urls.begin(), std::move(*url));
  }
  if (!is_server && !given.credentials_file.empty() && !urls.empty() && !urls.front().credentials)
    urls.front().credentials = credentials_in(given.credentials_file);
  return urls;
}

}  // namespace

// No host adds a line to a head or a field to a request: parse_host() lets no such name pass.
std::expected<Host, std::string> host_for_proxy(const ProxyUrl& proxy, const Host& host) {
  if (const IpLiteral* const literal = host.literal()) {
    const IpAddress address = literal->address.unmapped();
    const bool is_socks4 = proxy.scheme == ProxyScheme::socks4 || proxy.scheme == ProxyScheme::socks4a;
    if (is_socks4 && address.is_v6())
      return std::unexpected(fmt::format("SOCKS4 has no IPv6 addresses: {}", host_text(host)));
    if (!literal->zone.empty())
      return std::unexpected(fmt::format("a proxy cannot be given a zone: {}", host_text(host)));
    return Host(address);
  }
  const auto ascii = ascii_host_name(*host.name());
  if (!ascii || ascii->size() > 255)
    return std::unexpected(fmt::format("'{}' is not a name for a proxy", host_text(host)));
  return proxy.wants_addresses() ? host : Host(*ascii);
}

Proxies::Proxies(const Settings& settings) {
  if (settings.connect.proxy.empty()) return;
  const ProxyTarget asked = target_asked_for(settings);
  const std::vector<ProxyUrl> urls = urls_of(settings, asked);
  for (std::size_t i = 0; i < urls.size(); ++i) {
    ProxyTarget target = i + 1 == urls.size() ? asked : ProxyTarget{urls[i + 1].host, urls[i + 1].port};
    auto host = host_for_proxy(urls[i], target.host);
    if (!host) throw UsageError("--proxy: " + host.error());
    target.host = std::move(*host);
    auto context = urls[i].scheme == ProxyScheme::https ? proxy_context(settings, urls[i]) : nullptr;
    proxies_.push_back({urls[i], std::move(target), std::move(context)});
  }
}

}  // namespace netkit::cli
