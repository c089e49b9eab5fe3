// SPDX-License-Identifier: MIT
#include <netkit/blocklist/rule.h>

#include <netkit/base/ascii.h>
#include <netkit/blocklist/internal/rule_scan.h>

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <string_view>

namespace netkit {
namespace {

using scan::Scanner;
using namespace std::string_view_literals;

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

constexpr bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

/// The size of the one of these texts that `text` begins with; 0 if there is none.
std::size_t size_of_first(std::string_view text, std::span<const std::string_view> texts) {
  const auto found = std::ranges::find_if(texts, [&](std::string_view one) { return text.starts_with(one); });
  return found == texts.end() ? 0 : found->size();
}

bool scan_length(Scanner& scanner, const IpAddress& network, Rule& rule) noexcept {
  std::uint32_t length = 0;
  const auto longest = static_cast<std::uint64_t>(Cidr::longest(network.family()));
  const bool there = network.is_v4() && scanner.sees_octet()
                         ? scan_mask(scanner, network, length)
                         : scanner.number(length, longest, ParseProblem::length_too_large);
  if (there) rule = *Cidr::of(network, static_cast<int>(length));
  return there;
}

void skip_bytes(Scanner& scanner, std::size_t count) {
  for (; count > 0; --count) scanner.skip(scanner.rest().front());
}

void skip_blanks(Scanner& scanner) {
  while (const std::size_t size = internal::blank_size(scanner.rest())) skip_bytes(scanner, size);
}

bool skip_dash(Scanner& scanner) {
  const std::size_t size = internal::dash_size(scanner.rest());
  skip_bytes(scanner, size);
  return size > 0;
}

/// Whether an address begins here, valid or not: a decimal digit, or hexadecimal digits and a colon.
bool sees_address(const Scanner& scanner) {
  const std::string_view rest = scanner.rest();
  const std::size_t end = rest.find_first_not_of("0123456789abcdefABCDEF");
  return scanner.digit() <= 9 || (end != std::string_view::npos && rest[end] == ':');
}

/// Whether the first group of an IPv6 address begins here, with its colon.
bool sees_group(const Scanner& scanner) {
  const std::string_view rest = scanner.rest();
  const std::size_t size = rest.find_first_not_of("0123456789abcdefABCDEF");
  return size <= 4 && rest[size] == ':';
}

/// Whether the next byte may be part of a zone.
bool sees_zone(const Scanner& scanner) {
  if (scanner.at_end()) return false;
  const char c = scanner.rest().front();
  return is_alphanumeric(c) || c == '.' || c == '_' || c == '-';
}

/// The zone of an IPv6 address, which no rule depends on: net.BlockList ignores it too. A '-' in it that is
/// followed by an address, or by nothing of a zone, separates the two ends of a range.
bool skip_zone(Scanner& scanner, const IpAddress& address) {
  const Scanner start = scanner;
  scanner.skip('%');
  const Scanner begin = scanner;
  while (sees_zone(scanner)) {
    Scanner behind = scanner;
    if (behind.skip('-') && (sees_group(behind) || !sees_zone(behind))) break;
    scanner.skip(scanner.rest().front());
  }
  if (address.is_v6() && scanner.offset() != begin.offset()) return true;
  scanner = start;
  return scanner.refuse(ParseProblem::zone);
}

/// "/24" after blanks, which no comment is.
bool skip_wide_slash(Scanner& scanner) {
  Scanner ahead = scanner;
  skip_blanks(ahead);
  if (!ahead.skip('/')) return false;
  skip_blanks(ahead);
  if (ahead.digit() > 9) return false;
  scanner = ahead;
  return true;
}

/// Whether a second address in the next column can only be meant as the mask of the first: it begins with
/// 255, or the first has no bits beyond it; or it is such a mask inverted.
bool is_mask_of(const IpAddress& network, std::uint32_t mask) {
  const std::uint32_t value = network.v4_value();
  if (mask >> 24 == 0xff) return true;
  if (mask >> 24 == 0) return is_netmask(~mask) && (mask != 0 || value == 0 || (value & 0xff) == 0);
  return is_netmask(mask) && (value & ~mask) == 0;
}

/// A mask of four octets after blanks, and nothing else in its word.
bool sees_mask_column(const Scanner& scanner, const IpAddress& network) {
  if (!network.is_v4() || internal::blank_size(scanner.rest()) == 0) return false;
  Scanner ahead = scanner;
  skip_blanks(ahead);
  IpAddress mask;
  if (!ahead.sees_octet() || !ahead.v4(mask) || !is_mask_of(network, mask.v4_value())) return false;
  const std::string_view rest = ahead.rest();
  return rest.empty() || internal::blank_size(rest) > 0 || std::string_view(",;#").contains(rest.front());
}

/// Whether what follows an address may belong to its rule. It rarely does.
bool may_go_on(const Scanner& scanner) {
  const std::string_view rest = scanner.rest();
  const std::size_t next = rest.find_first_not_of(" \t");
  if (next == std::string_view::npos) return false;
  const char c = rest[next];
  return is_digit(c) || c == '/' || c == '-' || c == '%' || c == '\v' || c == '\f' || !is_ascii(c);
}

/// An address or a block; it may be an end of a range.
bool scan_operand(Scanner& scanner, Rule& rule) noexcept {
  IpAddress address;
  if (!scanner.address(address)) return false;
  rule = address;
  if (scanner.at_end() || !may_go_on(scanner)) return true;
  if (scanner.sees('%') && !skip_zone(scanner, address)) return false;
  if (scanner.skip('/') || skip_wide_slash(scanner)) return scan_length(scanner, address, rule);
  if (!sees_mask_column(scanner, address)) return true;
  skip_blanks(scanner);
  return scan_length(scanner, address, rule);
}

/// Whether a dash follows, with an address after it and not a remark.
bool skip_range_dash(Scanner& scanner, const Rule& first) {
  Scanner ahead = scanner;
  skip_blanks(ahead);
  const bool is_wide = ahead.offset() != scanner.offset();
  if (!skip_dash(ahead)) return false;
  skip_blanks(ahead);
  const bool must_be = !is_wide && std::holds_alternative<IpAddress>(first);
  if (!must_be && !sees_address(ahead)) return false;
  scanner = ahead;
  return true;
}

/// From the first address of the one operand to the last of the other.
bool scan_range(Scanner& scanner, Rule& rule) noexcept {
  const Scanner start = scanner;
  Rule end;
  if (!scan_operand(scanner, end)) return false;
  const IpAddress first = addresses_of(rule).first();
  const IpAddress last = addresses_of(end).last();
  if (const auto range = IpRange::of(first, last)) {
    rule = *range;
    return true;
  }
  scanner = start;
  return scanner.refuse(first.family() == last.family() ? ParseProblem::reversed
                                                        : ParseProblem::families_differ);
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

std::size_t internal::wide_blank_size(std::string_view text) noexcept {
  constexpr std::array spaces = {"\u00a0"sv, "\u2000"sv, "\u2001"sv, "\u2002"sv, "\u2003"sv,
                                 "\u2004"sv, "\u2005"sv, "\u2006"sv, "\u2007"sv, "\u2008"sv,
                                 "\u2009"sv, "\u200a"sv, "\u202f"sv, "\u205f"sv, "\u3000"sv};
  return size_of_first(text, spaces);
}

std::size_t internal::dash_size(std::string_view text) noexcept {
  if (text.empty()) return 0;
  if (is_ascii(text.front())) return text.front() == '-' ? 1 : 0;
  constexpr std::array dashes = {"\u2010"sv, "\u2011"sv, "\u2012"sv, "\u2013"sv, "\u2014"sv,
                                 "\u2015"sv, "\u2212"sv, "\ufe58"sv, "\ufe63"sv, "\uff0d"sv};
  return size_of_first(text, dashes);
}

bool internal::scan_rule(Scanner& scanner, Rule& rule) noexcept {
  if (!scan_operand(scanner, rule)) return false;
  if (scanner.at_end() || !may_go_on(scanner) || !skip_range_dash(scanner, rule)) return true;
  return scan_range(scanner, rule);
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
