// SPDX-License-Identifier: MIT
#include "cli/option/zones.h"

#include <fmt/core.h>
#include <net/if.h>
#include <netkit/socket/zone.h>

#include <memory>
#include <string>
#include <vector>

#include "cli/option/option_values.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

std::vector<std::string> interfaces() {
  const std::unique_ptr<struct if_nameindex, decltype(&if_freenameindex)> all(::if_nameindex(),
                                                                              if_freenameindex);
  std::vector<std::string> names;
  for (auto* one = all.get(); one != nullptr && one->if_index != 0; ++one) names.emplace_back(one->if_name);
  return names;
}

/// "fe80::1%lo or fe80::1%eth0": the address in each zone that there is.
std::string with_zones(std::string_view address) {
  std::vector<std::string> texts;
  for (const std::string& name : interfaces()) texts.push_back(fmt::format("{}%{}", address, name));
  if (texts.empty()) return fmt::format("{}%INTERFACE", address);
  return alternatives(std::vector<std::string_view>(texts.begin(), texts.end()));
}

}  // namespace

SocketAddress address_of(const IpLiteral& literal) {
  const auto address = resolve_literal(literal, 0);
  if (address) return **address;
  throw UsageError(
      fmt::format("no network interface '{}' (in '{}')", literal.zone, host_text(Host(literal))));
}

void check_zone(const SocketAddress& address, std::string_view text) {
  if (address.scope_id != 0 || !needs_zone(address.address)) return;
  throw UsageError(fmt::format("{}: a link-local address needs a zone: write {}", text,
                               with_zones(address.address.to_string())));
}

void refuse_misplaced_zone(std::string_view text) {
  const auto percent = text.find('%');
  if (percent == std::string_view::npos) return;
  const std::string_view before = text.substr(0, percent), zone = text.substr(percent + 1);
  if (is_ipv4(before)) {
    throw UsageError(fmt::format("'{}' is not a host: an IPv4 address has no zone; write {}{}", text, before,
                                 zone.empty() ? "" : fmt::format(" and --interface {}", zone)));
  }
  if (!is_ipv6(before)) {
    throw UsageError(fmt::format(
        "'{}' is not a host: a zone stands behind an IPv6 address, as in fe80::1%eth0; to use one interface "
        "write --interface NAME",
        text));
  }
  if (zone.empty()) {
    throw UsageError(
        fmt::format("'{}' is not a host: there is no zone behind '%': write {}", text, with_zones(before)));
  }
  throw UsageError(
      fmt::format("'{}' is not a host: '{}' is not a zone: write {}", text, zone, with_zones(before)));
}

}  // namespace netkit::cli
