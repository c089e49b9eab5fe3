// SPDX-License-Identifier: MIT
#include <netkit/blocklist/rule.h>

#include <netkit/blocklist/internal/rule_scan.h>

#include <algorithm>
#include <array>
#include <bit>

namespace netkit {
namespace {

using scan::Scanner;

/// Whether all one bits come before all zero bits.
constexpr bool is_netmask(std::uint32_t mask) {
  return (~mask & (~mask + 1)) == 0;
}

/// A netmask of four octets. 0.0.0.0 is refused: as an inverted mask it would mean a single address.
bool scan_mask(Scanner& scanner, const IpAddress& network, std::uint32_t& length) noexcept {
  const Scanner start = scanner;
  IpAddress address;
  if (!scanner.v4(address)) return false;
  const std::uint32_t mask = address.v4_value();
  const std::uint32_t ones = ~mask;
  const bool is_wildcard = is_netmask(ones) && (mask != 0 ? ones != 0 : network.v4_value() != 0);
  if (is_netmask(mask) && !is_wildcard) {
    length = static_cast<std::uint32_t>(std::popcount(mask));
    return true;
  }
  scanner = start;
  return scanner.refuse(is_wildcard ? ParseProblem::wildcard_mask : ParseProblem::scattered_mask);
}

bool scan_block(Scanner& scanner, const IpAddress& network, Rule& rule) noexcept {
  std::uint32_t length = 0;
  const auto longest = static_cast<std::uint64_t>(Cidr::longest(network.family()));
  const bool there = network.is_v4() && scanner.sees_octet()
                         ? scan_mask(scanner, network, length)
                         : scanner.number(length, longest, ParseProblem::length_too_large);
  if (there) rule = *Cidr::of(network, static_cast<int>(length));
  return there;
}

bool scan_range(Scanner& scanner, const IpAddress& first, Rule& rule) noexcept {
  scanner.skip_blanks();
  const Scanner start = scanner;
  IpAddress last;
  if (!scanner.address(last)) return false;
  if (const auto range = IpRange::of(first, last)) {
    rule = *range;
    return true;
  }
  scanner = start;
  return scanner.refuse(first.family() == last.family() ? ParseProblem::reversed
                                                        : ParseProblem::families_differ);
}

/// Whether a '-' after blanks is followed by an address, and not by a remark.
bool skip_wide_dash(Scanner& scanner) {
  Scanner ahead = scanner;
  ahead.skip_blanks();
  if (!ahead.skip('-')) return false;
  Scanner last = ahead;
  last.skip_blanks();
  const std::string_view rest = last.rest();
  const std::size_t end = rest.find_first_not_of("0123456789abcdefABCDEF");
  const bool is_address = last.digit() <= 9 || (end != std::string_view::npos && rest[end] == ':');
  if (is_address) scanner = ahead;
  return is_address;
}

template <typename Value>
std::expected<Rule, ParseError> parse_as(std::string_view text) noexcept {
  const auto parsed = Value::parse(text);
  if (!parsed) return std::unexpected(parsed.error());
  return *parsed;
}

/// The start of a text of net_text().
struct Heading {
  std::string_view text;
  Family family;
  std::expected<Rule, ParseError> (*parse)(std::string_view) noexcept;  ///< reads the rest
};

/// In the order of a rule's alternatives, IPv4 first.
constexpr std::array headings = {
    Heading{"Address: IPv4 ", Family::ipv4, parse_as<IpAddress>},
    Heading{"Address: IPv6 ", Family::ipv6, parse_as<IpAddress>},
    Heading{"Range: IPv4 ", Family::ipv4, parse_as<IpRange>},
    Heading{"Range: IPv6 ", Family::ipv6, parse_as<IpRange>},
    Heading{"Subnet: IPv4 ", Family::ipv4, parse_as<Cidr>},
    Heading{"Subnet: IPv6 ", Family::ipv6, parse_as<Cidr>},
};

/// The first byte that does not fit a heading.
ParseError heading_error(std::string_view text) {
  std::size_t most = 0;
  for (const Heading& heading : headings) {
    const auto differ = std::ranges::mismatch(text, heading.text);
    most = std::max(most, static_cast<std::size_t>(differ.in1 - text.begin()));
  }
  return {most, most == text.size() ? ParseProblem::incomplete : ParseProblem::unexpected};
}

}  // namespace

bool internal::scan_rule(Scanner& scanner, Rule& rule) noexcept {
  IpAddress address;
  if (!scanner.address(address)) return false;
  if (scanner.sees('%')) return scanner.refuse(ParseProblem::zone);
  if (scanner.skip('/')) return scan_block(scanner, address, rule);
  if (scanner.skip('-') || skip_wide_dash(scanner)) return scan_range(scanner, address, rule);
  rule = address;
  return true;
}

std::expected<Rule, ParseError> parse_rule(std::string_view text, Octets octets) noexcept {
  Scanner scanner(text, internal::zeros_of(octets));
  Rule rule;
  if (!internal::scan_rule(scanner, rule) || !scanner.end()) return std::unexpected(scanner.error());
  return rule;
}

std::string to_string(const Rule& rule) {
  return std::visit([](const auto& one) { return one.to_string(); }, rule);
}

std::string net_text(const Rule& rule) {
  const bool is_v6 = addresses_of(rule).first().is_v6();
  return std::string(headings[2 * rule.index() + (is_v6 ? 1 : 0)].text) + to_string(rule);
}

std::expected<Rule, ParseError> parse_net_text(std::string_view text) noexcept {
  const auto* const heading =
      std::ranges::find_if(headings, [&](const Heading& one) { return text.starts_with(one.text); });
  if (heading == headings.end()) return std::unexpected(heading_error(text));
  const std::size_t start = heading->text.size();
  const auto rule = heading->parse(text.substr(start));
  if (!rule) return std::unexpected(ParseError{start + rule.error().offset, rule.error().problem});
  if (addresses_of(*rule).first().family() != heading->family) {
    return std::unexpected(ParseError{start, ParseProblem::other_family});
  }
  return rule;
}

IpRange addresses_of(const Rule& rule) noexcept {
  if (const auto* const range = std::get_if<IpRange>(&rule)) return *range;
  if (const auto* const block = std::get_if<Cidr>(&rule)) return IpRange(*block);
  return IpRange(*std::get_if<IpAddress>(&rule));
}

}  // namespace netkit
