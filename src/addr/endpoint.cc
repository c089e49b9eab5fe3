// SPDX-License-Identifier: MIT
#include <netkit/addr/endpoint.h>

#include <netkit/addr/host_name.h>
#include <netkit/addr/port.h>
#include <netkit/base/ascii.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace netkit {
namespace {

constexpr std::size_t max_name = 253;  // RFC 1035 section 2.3.4, as text without the final dot
constexpr std::size_t max_label = 63;
constexpr std::size_t max_service = 15;  // RFC 6335 section 5.1

template <typename Value>
using Parsed = std::expected<Value, ParseError>;

std::unexpected<ParseError> refuse(std::size_t offset, ParseProblem problem = ParseProblem::unexpected) {
  return std::unexpected(ParseError{offset, problem});
}

/// The same error in a text that has `bytes` more bytes at its front.
std::unexpected<ParseError> behind(std::size_t bytes, ParseError error) {
  error.offset += bytes;
  return std::unexpected(error);
}

bool may_be_in_zone(char c) {
  return is_alphanumeric(c) || std::string_view("-.:_").find(c) != std::string_view::npos;
}

bool may_be_in_name(char c) {
  return is_alphanumeric(c) || c == '-' || c == '_';
}

/// The offset of the first byte that is not allowed; the length of the text if there is none.
template <typename Allowed>
std::size_t first_other(std::string_view text, Allowed allowed) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, allowed) - text.begin());
}

Parsed<IpLiteral> parse_literal(std::string_view text) {
  const std::size_t percent = text.find('%');
  const auto address = IpAddress::parse(text.substr(0, percent));
  if (!address) return std::unexpected(address.error());
  if (percent == std::string_view::npos) return IpLiteral{*address, {}};
  if (address->is_v4()) return refuse(percent, ParseProblem::zone);
  const std::string_view zone = text.substr(percent + 1);
  if (zone.empty()) return refuse(text.size(), ParseProblem::incomplete);
  const std::size_t other = first_other(zone, may_be_in_zone);
  if (other < zone.size()) return refuse(percent + 1 + other);
  return IpLiteral{*address, std::string(zone)};
}

Parsed<IpLiteral> parse_bracketed(std::string_view text) {
  if (!text.ends_with(']')) return refuse(text.size(), ParseProblem::incomplete);
  auto literal = parse_literal(text.substr(1, text.size() - 2));
  if (!literal) return behind(1, literal.error());
  if (literal->address.is_v4()) return refuse(1);
  return literal;
}

/// An address, with or without brackets.
Parsed<IpLiteral> parse_address(std::string_view text) {
  return text.starts_with('[') ? parse_bracketed(text) : parse_literal(text);
}

/// Whether inet_aton(3), and so getaddrinfo(3), may read the label as a part of an address.
bool is_number(std::string_view label) {
  if (label.starts_with("0x") || label.starts_with("0X")) {
    return std::ranges::all_of(label.substr(2), is_hex_digit);
  }
  return std::ranges::all_of(label, is_digit);
}

bool ends_with_number(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  return is_number(text.substr(text.rfind('.') + 1));
}

std::optional<ParseError> fault_of_label(std::string_view label) {
  const std::size_t other = first_other(label, may_be_in_name);
  if (label.empty() || other < label.size()) return ParseError{other, ParseProblem::unexpected};
  if (label.size() > max_label) return ParseError{max_label, ParseProblem::label_too_long};
  return std::nullopt;
}

std::optional<ParseError> fault_of_ascii_name(std::string_view text) {
  const std::string_view labels = text.substr(0, text.size() - (text.ends_with('.') ? 1 : 0));
  for (std::size_t begin = 0; begin <= labels.size();) {
    const std::size_t end = std::min(labels.find('.', begin), labels.size());
    if (const auto fault = fault_of_label(labels.substr(begin, end - begin))) {
      return ParseError{begin + fault->offset, fault->problem};
    }
    begin = end + 1;
  }
  if (labels.size() > max_name) return ParseError{max_name, ParseProblem::name_too_long};
  return std::nullopt;
}

/// Of a name that is not ASCII, the fault is at its first byte that is not.
std::optional<ParseError> fault_of_name(std::string_view text) {
  const auto ascii = ascii_host_name(text);
  if (ascii == text) return fault_of_ascii_name(text);
  const ParseError fault{first_other(text, [](char c) { return (c & 0x80) == 0; }), ParseProblem::unexpected};
  if (!ascii || ends_with_number(*ascii)) return fault;
  const auto fault_of_ascii = fault_of_ascii_name(*ascii);
  return fault_of_ascii ? std::optional(ParseError{fault.offset, fault_of_ascii->problem}) : std::nullopt;
}

Parsed<PortOrService> parse_service(std::string_view text) {
  if (text.size() > max_service) return refuse(max_service, ParseProblem::name_too_long);
  bool after_hyphen = true;  // no hyphen may be first, last or after another
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = text[i] == '-';
    const bool last = i + 1 == text.size();
    if (hyphen ? after_hyphen || last : !is_alphanumeric(text[i])) return refuse(i);
    after_hyphen = hyphen;
  }
  // Digits alone are a port; digits and hyphens are nothing.
  if (std::ranges::none_of(text, is_letter)) return refuse(first_other(text, is_digit));
  return std::string(text);
}

}  // namespace

Host::Host(std::string_view text) : variant(std::string()) {
  if (auto literal = parse_address(text)) {
    emplace<IpLiteral>(std::move(*literal));
  } else {
    emplace<std::string>(text);
  }
}

std::string host_text(const Host& host) {
  const IpLiteral* const literal = host.literal();
  if (literal == nullptr) return *host.name();
  if (literal->zone.empty()) return literal->address.to_string();
  return literal->address.to_string() + '%' + literal->zone;
}

std::expected<Host, ParseError> parse_host(std::string_view text) {
  if (text.empty()) return refuse(0, ParseProblem::incomplete);
  auto literal = parse_address(text);
  if (literal) return Host(std::move(*literal));
  const bool meant_as_address = text.starts_with('[') || text.contains(':') || ends_with_number(text) ||
                                literal.error().problem == ParseProblem::zone;
  if (meant_as_address) return std::unexpected(literal.error());
  if (const auto fault = fault_of_name(text)) return std::unexpected(*fault);
  return Host(text);
}

std::expected<PortOrService, ParseError> parse_port_or_service(std::string_view text) {
  if (text.empty()) return refuse(0, ParseProblem::incomplete);
  if (const auto port = parse_port(text)) return *port;
  if (std::ranges::all_of(text, is_digit)) return refuse(0, ParseProblem::port_too_large);
  return parse_service(text);
}

std::expected<Endpoint, ParseError> parse_host_port(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return refuse(text.size(), ParseProblem::incomplete);
  const std::string_view host_part = text.substr(0, colon);
  if (!host_part.starts_with('[') && host_part.contains(':')) return refuse(0, ParseProblem::no_brackets);
  auto host = parse_host(host_part);
  if (!host) return std::unexpected(host.error());
  auto port = parse_port_or_service(text.substr(colon + 1));
  if (!port) return behind(colon + 1, port.error());
  return Endpoint{std::move(*host), std::move(*port)};
}

}  // namespace netkit
