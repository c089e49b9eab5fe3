// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/addr/parse_error.h>
#include <netkit/base/export.h>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace NETKIT_PUBLIC netkit {

/// An address as a user writes it: perhaps with the zone it is meant in.
struct IpLiteral {
  IpAddress address;
  std::string zone;  ///< interface name or number, not looked up, without the '%'; empty: none

  bool operator==(const IpLiteral&) const noexcept = default;
};

/// An address, or a name to look up.
struct Host : std::variant<IpLiteral, std::string> {
  /// The literal that the text is, as parse_host() reads it; any other text is a name, which is not checked:
  /// looking it up fails if it cannot be one.
  Host(std::string_view text);
  Host(const std::string& text) : Host(std::string_view(text)) {}
  Host(const char* text) : Host(std::string_view(text)) {}
  Host(IpLiteral literal) noexcept : variant(std::move(literal)) {}
  Host(const IpAddress& address) : variant(IpLiteral{address, {}}) {}

  /// Null for a name.
  const IpLiteral* literal() const noexcept { return std::get_if<IpLiteral>(this); }
  /// Null for an address.
  const std::string* name() const noexcept { return std::get_if<std::string>(this); }
};

/// A port number (host byte order), or the name of a service to look up.
using PortOrService = std::variant<std::uint16_t, std::string>;

/// What the user typed, as far as it was given.
struct Endpoint {
  std::optional<Host> host;
  std::optional<PortOrService> port;

  bool operator==(const Endpoint&) const noexcept = default;
};

/// The name, or the address in its canonical text with its zone; without brackets.
std::string host_text(const Host& host);

/// A literal or a name that could be one.
/// Literal: what is_ip() accepts, an IPv6 one also in brackets; a zone may hold '_', as interface names do.
/// Name: up to 253 bytes, labels of 1..63 of [A-Za-z0-9_-], perhaps a final dot. If its last label is a
/// number (decimal or 0x...) it is no name but one of inet_aton's spellings ("127.1", "0x7f.1"): refused.
/// The error of a text with a ':' or with a number for its last label is that of an address.
std::expected<Host, ParseError> parse_host(std::string_view text);

/// Digits: a port, 0..65535. Otherwise a service name in the sense of RFC 6335 section 5.1, which need not
/// exist: 1..15 letters, digits and inner single hyphens, with at least one letter.
std::expected<PortOrService, ParseError> parse_port_or_service(std::string_view text);

/// "HOST:PORT" or "[V6]:PORT", nothing left out: an IPv6 address without brackets is refused.
/// Where it succeeds, both members are there.
std::expected<Endpoint, ParseError> parse_host_port(std::string_view text);

// Example:
//
//     const auto endpoint = parse_host_port("[::1]:http");
//     assert(endpoint && host_text(*endpoint->host) == "::1");
//     assert(std::get<std::string>(*endpoint->port) == "http");
//     assert((parse_host_port("a b:80").error() == ParseError{1, ParseProblem::unexpected}));

}  // namespace netkit
