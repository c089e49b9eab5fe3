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

/// An address as a user writes it, with the zone (RFC 4007) if there is one.
struct IpLiteral {
  IpAddress address;
  std::string zone;  ///< name or number of an interface, not checked, without '%'; empty: no zone

  bool operator==(const IpLiteral&) const noexcept = default;
};

/// An address, or a name to look up.
struct Host : std::variant<IpLiteral, std::string> {
  /// A literal, if parse_host() reads the text as one. Any other text becomes a name and is not checked: if
  /// it is not a name, looking it up fails.
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

/// A port in host byte order, or the name of a service to look up.
using PortOrService = std::variant<std::uint16_t, std::string>;

/// A host and a port as a user writes them.
struct Endpoint {
  std::optional<Host> host;
  std::optional<PortOrService> port;

  bool operator==(const Endpoint&) const noexcept = default;
};

/// The name, or the canonical text of the address and its zone. Without brackets.
std::string host_text(const Host& host);

/// Reads an address, or a name that is well-formed (it is not looked up).
/// Address: what is_ip() accepts, IPv6 also in brackets; a zone may contain '_', as names of interfaces do.
/// Name: at most 253 bytes; labels of 1..63 bytes of [A-Za-z0-9_-]; possibly a final dot. An international
/// name is UTF-8 that ascii_host_name() converts to such a name; it is kept as written. A text whose last
/// label is a number (decimal or 0x...) is refused, because inet_aton(3) would read it as an address
/// ("127.1", "0x7f.1"). If the text has a ':' or a number as its last label, the error is that of an address.
std::expected<Host, ParseError> parse_host(std::string_view text);

/// Reads a port, 0..65535, in decimal digits, or the name of a service (RFC 6335 section 5.1), which is not
/// looked up: 1..15 letters, digits and hyphens, at least one of them a letter, no hyphen at either end or
/// next to another.
std::expected<PortOrService, ParseError> parse_port_or_service(std::string_view text);

/// Reads "HOST:PORT" or "[IPV6]:PORT". Both parts are required, and so are the brackets around an IPv6
/// address: without them, its last group could be the port.
std::expected<Endpoint, ParseError> parse_host_port(std::string_view text);

// Example:
//
//     const auto endpoint = parse_host_port("[::1]:http");
//     assert(endpoint && host_text(*endpoint->host) == "::1");
//     assert(std::get<std::string>(*endpoint->port) == "http");
//     assert((parse_host_port("a b:80").error() == ParseError{1, ParseProblem::unexpected}));

}  // namespace netkit
