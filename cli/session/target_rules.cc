// SPDX-License-Identifier: MIT
#include "cli/session/target_rules.h"

#include <netkit/addr/embedded_ipv4.h>
#include <netkit/addr/special_purpose.h>
#include <netkit/socket/host_networks.h>

#include <algorithm>

namespace netkit::cli {
namespace {

// A service of Azure for each of its machines. IANA calls the address globally reachable.
constexpr IpAddress azure_host = IpAddress::v4(0xa83f8110);

bool is_of_this_host(const IpAddress& address) {
  return std::ranges::any_of(host_networks(),
                             [&address](const Cidr& network) { return network.contains(address); });
}

bool is_public(const IpAddress& address) {
  const auto embedded = embedded_ipv4(address);
  const IpAddress one = address.unmapped();
  const IpAddress inner = embedded ? embedded->address : one;
  return is_globally_reachable(address) && one != azure_host && inner != azure_host &&
         !is_of_this_host(one) && !is_of_this_host(inner);
}

bool is_named(TargetWord word, const IpAddress& address) {
  switch (word) {
    case TargetWord::global:
      return is_public(address);
    case TargetWord::private_use:
      return classify(address) == AddressClass::private_use ||
             classify(address) == AddressClass::unique_local;
    case TargetWord::loopback:
      return address.is_loopback();
    case TargetWord::link_local:
      return classify(address) == AddressClass::link_local;
    case TargetWord::any:
      break;
  }
  return true;
}

}  // namespace

TargetRules::TargetRules(const ProxyServerSettings& given, Report& report)
    : given_(&given), lists_(given.targets, report) {}

bool TargetRules::allow_all(bool others_can_ask) const {
  const AccessLists lists = lists_.lists();
  const bool names_any = std::ranges::find(given_->words, TargetWord::any) != given_->words.end();
  const bool has_no_rule = given_->words.empty() && !lists.allow && !others_can_ask;
  return (names_any || has_no_rule) && !lists.block;
}

bool TargetRules::is_allowed(const IpAddress& address, bool others_can_ask) const {
  const AccessLists lists = lists_.lists();
  if (given_->words.empty() && !lists.allow) return !others_can_ask || is_public(address);
  const bool is_word =
      std::ranges::any_of(given_->words, [&address](TargetWord word) { return is_named(word, address); });
  return is_word || (lists.allow && lists.allow->check(address.unmapped()));
}

std::optional<std::string> TargetRules::rule_against(const SocketAddress& to, bool others_can_ask) const {
  const auto& ports = given_->ports;
  if (!ports.empty() && std::ranges::find(ports, to.port) == ports.end()) return "--target-ports";
  if (auto rule = lists_.rule_that_blocks(to.address)) return rule;
  if (is_allowed(to.address.unmapped(), others_can_ask)) return std::nullopt;
  const bool only_public = given_->words.empty() && !lists_.lists().allow;
  return only_public ? "not public (--target-allow)" : "not allowed by --target-allow";
}

}  // namespace netkit::cli
