// SPDX-License-Identifier: MIT
#include <netkit/addr/endpoint.h>
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

bool is_zone(std::string_view zone) {
  return !zone.empty() && std::ranges::all_of(zone, [](char c) {
    return is_alphanumeric(c) || std::string_view("-.:_").find(c) != std::string_view::npos;
  });
}

std::optional<IpLiteral> parse_literal(std::string_view text) {
  const std::size_t percent = text.find('%');
  const auto address = IpAddress::parse(text.substr(0, percent));
  if (!address) return std::nullopt;
  if (percent == std::string_view::npos) return IpLiteral{*address, {}};
  const std::string_view zone = text.substr(percent + 1);
  if (address->is_v4() || !is_zone(zone)) return std::nullopt;
  return IpLiteral{*address, std::string(zone)};
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= max_label &&
         std::ranges::all_of(label, [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

/// What inet_aton, and so getaddrinfo, may read as a part of an address.
bool is_number(std::string_view label) {
  if (label.starts_with("0x") || label.starts_with("0X")) {
    return std::ranges::all_of(label.substr(2), is_hex_digit);
  }
  return std::ranges::all_of(label, is_digit);
}

bool is_name(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  if (text.size() > max_name) return false;
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view label = text.substr(0, dot);
    if (!is_label(label)) return false;
    if (dot == std::string_view::npos) return !is_number(label);
    text.remove_prefix(dot + 1);
  }
}

bool is_service(std::string_view text) {
  return text.size() <= max_service && std::ranges::any_of(text, is_letter) &&
         std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-'; }) &&
         !text.starts_with('-') && !text.ends_with('-') && text.find("--") == std::string_view::npos;
}

}  // namespace

std::string host_text(const Host& host) {
  const auto* const literal = std::get_if<IpLiteral>(&host);
  if (literal == nullptr) return std::get<std::string>(host);
  if (literal->zone.empty()) return literal->address.to_string();
  return literal->address.to_string() + '%' + literal->zone;
}

std::optional<Host> parse_host(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) {
    auto literal = parse_literal(text.substr(1, text.size() - 2));
    if (!literal || literal->address.is_v4()) return std::nullopt;
    return literal;
  }
  if (auto literal = parse_literal(text)) return literal;
  if (is_name(text)) return std::string(text);
  return std::nullopt;
}

std::optional<PortOrService> parse_port_or_service(std::string_view text) {
  if (const auto port = parse_port(text)) return *port;
  if (is_service(text)) return std::string(text);
  return std::nullopt;
}

std::optional<Endpoint> parse_host_port(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view host_part = text.substr(0, colon);
  const bool bracketed = host_part.starts_with('[');
  if (!bracketed && host_part.find(':') != std::string_view::npos) return std::nullopt;
  auto host = parse_host(host_part);
  auto port = parse_port_or_service(text.substr(colon + 1));
  if (!host || !port) return std::nullopt;
  return Endpoint{std::move(host), std::move(port)};
}

}  // namespace netkit
