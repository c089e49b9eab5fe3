// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/endpoint.h>
#include <netkit/base/export.h>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// How a proxy is spoken to, with curl's meanings: `socks4` and `socks5` are given addresses, all others
/// names.
enum class ProxyScheme : std::uint8_t { http, https, socks4, socks4a, socks5, socks5h };

/// "socks5h".
std::string_view proxy_scheme_name(ProxyScheme scheme);

/// What a proxy is told about its user.
struct ProxyCredentials {
  std::string user;
  std::optional<std::string> password;  ///< absent: not even a colon is sent

  bool operator==(const ProxyCredentials&) const = default;
};

/// A proxy, as in "socks5h://user:password@gate.example:1080".
struct ProxyUrl {
  ProxyScheme scheme = ProxyScheme::http;
  std::optional<ProxyCredentials> credentials = {};
  Host host = "localhost";
  std::uint16_t port = 0;  ///< host byte order

  /// Whether names are resolved here, and the proxy gets addresses.
  bool wants_addresses() const { return scheme == ProxyScheme::socks4 || scheme == ProxyScheme::socks5; }
  bool operator==(const ProxyUrl&) const = default;
};

/// Reads "[SCHEME://][USER[:PASSWORD]@]HOST[:PORT][/]" (RFC 3986); user and password are percent-decoded.
/// Without a scheme it is http; the ports are 3128 for http, 443 for https, 1080 for SOCKS. Control
/// characters in what is decoded are refused: no user can add a line to a head. Error: what is wrong, without
/// the password.
std::expected<ProxyUrl, std::string> parse_proxy_url(std::string_view text);

/// Reads "USER:PASSWORD" as it stands; what has no colon is a user. Error: what is wrong.
std::expected<ProxyCredentials, std::string> parse_proxy_credentials(std::string_view text);

// Example:
//
//     const auto proxy = parse_proxy_url("socks5h://me:a%3Ab@gate.example");
//     assert(proxy && proxy->port == 1080 && proxy->credentials->password == "a:b");

}  // namespace netkit
