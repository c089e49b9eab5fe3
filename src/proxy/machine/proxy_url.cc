// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/proxy_url.h>

#include <netkit/addr/port.h>
#include <netkit/base/ascii.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace netkit {
namespace {

using Result = std::expected<ProxyUrl, std::string>;

struct Scheme {
  std::string_view name;
  ProxyScheme scheme;
  std::uint16_t port;
};

constexpr std::array schemes{
    Scheme{"http", ProxyScheme::http, 3128},     Scheme{"https", ProxyScheme::https, 443},
    Scheme{"socks4", ProxyScheme::socks4, 1080}, Scheme{"socks4a", ProxyScheme::socks4a, 1080},
    Scheme{"socks5", ProxyScheme::socks5, 1080}, Scheme{"socks5h", ProxyScheme::socks5h, 1080}};

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), to_lower);
  return small;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    unsigned value = 0;
    const std::string_view digits = text.substr(i + 1, 2);
    if (digits.size() < 2 || !std::ranges::all_of(digits, is_hex_digit)) return std::nullopt;
    std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    decoded += static_cast<char>(value);
    i += 2;
  }
  return decoded;
}

std::expected<ProxyCredentials, std::string> checked(ProxyCredentials credentials) {
  if (std::ranges::any_of(credentials.user, is_control) ||
      std::ranges::any_of(credentials.password.value_or(""), is_control))
    return std::unexpected("the user or the password has a control character");
  return credentials;
}

std::expected<ProxyCredentials, std::string> decoded_credentials(std::string_view text) {
  const auto colon = text.find(':');
  const auto user = percent_decoded(text.substr(0, colon));
  const auto password = percent_decoded(colon == text.npos ? "" : text.substr(colon + 1));
  if (!user || !password) return std::unexpected("'%' needs two hexadecimal digits behind it");
  return checked({*user, colon == text.npos ? std::nullopt : password});
}

/// Reads what stands behind the credentials.
Result with_address(ProxyUrl url, std::string_view text) {
  if (text.ends_with('/')) text.remove_suffix(1);
  if (text.find_first_of("/?#") != text.npos) return std::unexpected("nothing may stand behind the port");
  if (const auto host = parse_host(text)) {
    url.host = *host;
    return url;
  }
  const auto endpoint = parse_host_port(text);
  const auto* const port = endpoint ? std::get_if<std::uint16_t>(&*endpoint->port) : nullptr;
  if (port == nullptr || *port == 0) return std::unexpected("write HOST or HOST:PORT");
  url.host = *endpoint->host;
  url.port = *port;
  return url;
}

}  // namespace

std::string_view proxy_scheme_name(ProxyScheme scheme) {
  return std::ranges::find(schemes, scheme, &Scheme::scheme)->name;
}

std::expected<ProxyCredentials, std::string> parse_proxy_credentials(std::string_view text) {
  const auto colon = text.find(':');
  ProxyCredentials credentials{std::string(text.substr(0, colon)), std::nullopt};
  if (colon != text.npos) credentials.password = text.substr(colon + 1);
  return checked(std::move(credentials));
}

Result parse_proxy_url(std::string_view text) {
  const auto end = text.find("://");
  const std::string name = end == text.npos ? "http" : in_small_letters(text.substr(0, end));
  const auto* const scheme = std::ranges::find(schemes, name, &Scheme::name);
  if (scheme == schemes.end())
    return std::unexpected("the schemes are http, https, socks4, socks4a, socks5 and socks5h");
  std::string_view rest = end == text.npos ? text : text.substr(end + 3);
  ProxyUrl url{.scheme = scheme->scheme, .port = scheme->port};
  if (const auto at = rest.rfind('@'); at != rest.npos) {
    auto credentials = decoded_credentials(rest.substr(0, at));
    if (!credentials) return std::unexpected(credentials.error());
    url.credentials = std::move(*credentials);
    rest = rest.substr(at + 1);
  }
  return with_address(std::move(url), rest);
}

}  // namespace netkit
