// SPDX-License-Identifier: MIT
#include <netkit/proxy/proxy_header.h>

#include <cstddef>
#include <string_view>

namespace netkit {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view signature = "\r\n\r\n\0\r\nQUIT\n"sv;
constexpr char version_2_proxy = 0x21;  // the version, and the command PROXY
constexpr char no_family = 0x00, stream_ipv4 = 0x11, stream_ipv6 = 0x21;

bool are_ipv4(const ProxiedEnds& ends) {
  return ends.source.address.unmapped().family() == Family::ipv4 &&
         ends.destination.address.unmapped().family() == Family::ipv4;
}

/// Both of one family.
ProxiedEnds alike(ProxiedEnds ends) {
  const bool ipv4 = are_ipv4(ends);
  for (SocketAddress* const end : {&ends.source, &ends.destination})
    end->address = ipv4 ? end->address.unmapped() : IpAddress::v6(end->address.v6_bytes());
  return ends;
}

std::string text_header(const std::optional<ProxiedEnds>& given) {
  if (!given) return "PROXY UNKNOWN\r\n";
  const ProxiedEnds ends = alike(*given);
  return std::string("PROXY ") + (are_ipv4(ends) ? "TCP4 " : "TCP6 ") + ends.source.address.to_string() +
         " " + ends.destination.address.to_string() + " " + std::to_string(ends.source.port) + " " +
         std::to_string(ends.destination.port) + "\r\n";
}

void add_number(std::string& header, std::size_t number) {
  header += static_cast<char>(number >> 8);
  header += static_cast<char>(number & 0xff);
}

void add_bytes(std::string& header, const auto& bytes) {
  for (const std::uint8_t byte : bytes) header += static_cast<char>(byte);
}

void add_address(std::string& header, const IpAddress& address) {
  if (address.is_v4()) return add_bytes(header, address.v4_bytes());
  add_bytes(header, address.v6_bytes());
}

std::string binary_header(const std::optional<ProxiedEnds>& given) {
  std::string header(signature);
  header += version_2_proxy;
  if (!given) {
    header += no_family;
    add_number(header, 0);
    return header;
  }
  const ProxiedEnds ends = alike(*given);
  constexpr std::size_t ipv4_length = 12, ipv6_length = 36;  // addresses and ports
  header += are_ipv4(ends) ? stream_ipv4 : stream_ipv6;
  add_number(header, are_ipv4(ends) ? ipv4_length : ipv6_length);
  add_address(header, ends.source.address);
  add_address(header, ends.destination.address);
  add_number(header, ends.source.port);
  add_number(header, ends.destination.port);
  return header;
}

}  // namespace

std::string proxy_header(ProxyVersion version, const std::optional<ProxiedEnds>& ends) {
  return version == ProxyVersion::text ? text_header(ends) : binary_header(ends);
}

}  // namespace netkit
