// SPDX-License-Identifier: MIT
#include <netkit/blocklist/rule.h>

namespace netkit {
namespace {

std::string_view kind_of(const Rule& rule) {
  if (std::holds_alternative<Cidr>(rule)) return "Subnet";
  return std::holds_alternative<IpRange>(rule) ? "Range" : "Address";
}

}  // namespace

std::expected<Rule, ParseError> parse_rule(std::string_view text, Octets /*octets*/) noexcept {
  if (text.contains('/')) {
    const auto block = Cidr::parse(text);
    if (block) return *block;
    return std::unexpected(block.error());
  }
  if (text.contains('-')) {
    const auto range = IpRange::parse(text);
    if (range) return *range;
    return std::unexpected(range.error());
  }
  const auto address = IpAddress::parse(text);
  if (address) return *address;
  return std::unexpected(address.error());
}

std::string to_string(const Rule& rule) {
  return std::visit([](const auto& one) { return one.to_string(); }, rule);
}

std::string net_text(const Rule& rule) {
  const std::string_view family = family_name(addresses_of(rule).first().family());
  return std::string(kind_of(rule)) + ": " + std::string(family) + ' ' + to_string(rule);
}

std::expected<Rule, ParseError> parse_net_text(std::string_view text) noexcept {
  const auto rule = parse_rule(text.substr(text.find_last_of(' ') + 1));
  if (rule && net_text(*rule) != text) return std::unexpected(ParseError{});
  return rule;
}

IpRange addresses_of(const Rule& rule) noexcept {
  if (const auto* const range = std::get_if<IpRange>(&rule)) return *range;
  if (const auto* const block = std::get_if<Cidr>(&rule)) return IpRange(*block);
  return IpRange(*std::get_if<IpAddress>(&rule));
}

}  // namespace netkit
