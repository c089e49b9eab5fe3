// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <netkit/addr/cidr.h>
#include <netkit/addr/endpoint.h>
#include <netkit/addr/ip_range.h>
#include <netkit/addr/socket_address.h>

#include <optional>
#include <string>
#include <variant>

#include "cli/text/address_report.h"

namespace netkit::cli {
namespace {

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::string fault_of(std::string_view text) {
  const ParseError error = IpAddress::parse(text).error();
  const std::string problem(problem_text(error.problem));
  return error.offset == text.size() ? problem : fmt::format("{} (byte {})", problem, error.offset + 1);
}

std::string zone_fault(std::string_view before_zone, std::string_view zone) {
  if (is_ipv4(before_zone)) return "has a zone, which only IPv6 addresses can have";
  if (zone.empty()) return "has an empty zone";
  return "has a zone with a character other than letters, digits, '-', '.' and ':'";
}

/// About an address with a port, or one that only inet_aton(3) accepts.
std::string socket_address_hint(std::string_view text, const SocketAddress& address) {
  const bool strict = text.starts_with('[') || is_ipv4(text.substr(0, text.find(':')));
  if (strict && text.ends_with(']')) return "is an IPv6 address in brackets";
  if (strict) return "is an address with a port";
  return fmt::format("is read as {} by some programs and is not an address to others",
                     address.address.to_string());
}

/// What the text is, as a predicate to follow it; nothing if it is only a bad address.
std::optional<std::string> predicate(std::string_view text) {
  if (text.empty()) return "is empty";
  const std::string_view bare = without_blanks(text);
  if (bare != text && is_ip(bare) != 0) return "has blanks around it";
  if (Cidr::parse(text)) return "is a CIDR block";
  if (IpRange::parse(text)) return "is a range of addresses";
  if (const auto address = SocketAddress::parse(text)) return socket_address_hint(text, *address);
  const std::string_view before_zone = text.substr(0, text.find('%'));
  if (before_zone != text && IpAddress::parse(before_zone))
    return zone_fault(before_zone, text.substr(before_zone.size() + 1));
  if (const auto host = parse_host(text); host && std::holds_alternative<std::string>(*host))
    return "is a host name";
  return std::nullopt;
}

}  // namespace

std::string describe_non_address(std::string_view text) {
  constexpr std::size_t enough = 100;
  std::string shown(text.substr(0, enough));
  if (text.size() > enough) shown += "...";
  if (text.empty() || without_blanks(text) != text) shown = '\'' + shown + '\'';
  const auto instead = predicate(text);
  return fmt::format("{} {}", shown, instead ? *instead : "is not an address: " + fault_of(text));
}

std::string non_address_reason(std::string_view text) {
  const auto instead = predicate(text);
  return instead ? "it " + *instead : fault_of(text);
}

}  // namespace netkit::cli
