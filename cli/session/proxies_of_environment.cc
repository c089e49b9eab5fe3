// SPDX-License-Identifier: MIT
#include "cli/session/proxies_of_environment.h"

#include <fmt/core.h>
#include <netkit/addr/cidr.h>
#include <netkit/addr/host_name.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

/// The first that is set and not empty.
std::pair<std::string_view, std::string_view> first_set(std::initializer_list<const char*> names) {
  for (const char* const name : names) {
    const char* const value = std::getenv(name);
    if (value != nullptr && *value != '\0') return {name, value};
  }
  return {};
}

bool is_below(const std::string& name, std::string_view domain) {
  if (domain.starts_with('.')) domain.remove_prefix(1);
  const std::string key = host_name_key(domain);
  return !key.empty() && (name == key || name.ends_with('.' + key));
}

bool names(std::string_view item, const Host& host) {
  if (item == "*") return true;
  if (const std::string* const name = host.name()) return is_below(host_name_key(*name), item);
  const auto network = Cidr::parse(item);
  const auto address = IpAddress::parse(item);
  const IpAddress asked = host.literal()->address.unmapped();
  return (network && network->contains(asked)) || (address && address->unmapped() == asked);
}

}  // namespace

bool names_host(std::string_view no_proxy, const Host& host) {
  constexpr std::string_view between = ", \t";
  while (!no_proxy.empty()) {
    const auto end = std::min(no_proxy.find_first_of(between), no_proxy.size());
    if (end > 0 && names(no_proxy.substr(0, end), host)) return true;
    no_proxy.remove_prefix(std::min(end + 1, no_proxy.size()));
  }
  return false;
}

std::optional<ProxyUrl> proxy_of_environment(const ProxyTarget& target) {
  const auto [variable, value] = first_set({"all_proxy", "ALL_PROXY", "https_proxy", "HTTPS_PROXY"});
  if (value.empty() || names_host(first_set({"no_proxy", "NO_PROXY"}).second, target.host))
    return std::nullopt;
  const auto url = parse_proxy_url(value);
  if (!url) throw UsageError(fmt::format("--proxy env: {}: not a proxy: {}", variable, url.error()));
  return *url;
}

}  // namespace netkit::cli
