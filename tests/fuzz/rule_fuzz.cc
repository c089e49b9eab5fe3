// SPDX-License-Identifier: MIT
#include <netkit/blocklist/rule.h>

#include "fault.h"
#include "require.h"

namespace netkit::fuzz {
namespace {

void check_rule(std::string_view text, Octets octets) {
  const auto parse = [octets](std::string_view one) { return parse_rule(one, octets); };
  const auto rule = parse(text);
  if (!rule) return check_fault(text, rule.error(), parse);
  require(parse_rule(to_string(*rule)) == rule, "parse_rule reads what to_string writes");
  require(parse_net_text(net_text(*rule)) == rule, "parse_net_text reads what net_text writes");
  const IpRange addresses = addresses_of(*rule);
  require(addresses.first() <= addresses.last(), "a rule has an address");
  require(parse_rule(text, Octets::decimal) == rule, "padding changes no meaning");
}

/// Each type's own parser reads the same.
template <typename Value>
void check_value(std::string_view text) {
  const auto value = Value::parse(text);
  require(!value || parse_rule(text) == Rule(*value), "what a type's parser reads is a rule");
}

void check_net_text(std::string_view text) {
  const auto rule = parse_net_text(text);
  if (!rule) return check_fault(text, rule.error(), parse_net_text);
  require(parse_net_text(net_text(*rule)) == rule, "a rule of net is read back");
  require(text.starts_with(net_text(*rule).substr(0, text.find(' '))), "it begins with its kind");
}

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = netkit::fuzz::as_text(data, size);
  netkit::fuzz::check_rule(text, netkit::Octets::strict);
  netkit::fuzz::check_rule(text, netkit::Octets::decimal);
  netkit::fuzz::check_value<netkit::IpAddress>(text);
  netkit::fuzz::check_value<netkit::IpRange>(text);
  netkit::fuzz::check_value<netkit::Cidr>(text);
  netkit::fuzz::check_net_text(text);
  return 0;
}
