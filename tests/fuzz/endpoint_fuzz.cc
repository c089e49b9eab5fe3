// SPDX-License-Identifier: MIT
#include <arpa/inet.h>
#include <netkit/addr/endpoint.h>
#include <netkit/addr/host_name.h>
#include <netkit/addr/port.h>
#include <netkit/addr/socket_address.h>

#include <algorithm>
#include <string>

#include "require.h"

namespace netkit::fuzz {
namespace {

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

void check_host(std::string_view text) {
  const auto host = parse_host(text);
  if (is_ip(text) != 0) require(host && std::holds_alternative<IpLiteral>(*host), "an address is a literal");
  if (!host) return require(host.error().offset <= text.size(), "a fault lies in the text or at its end");
  require(is_printable(ascii_host_name(text).value_or(" ")), "a host is printable ASCII in the DNS");
  require(parse_host(host_text(*host)) == host, "a host's text is that host");
  if (const auto* const name = std::get_if<std::string>(&*host)) {
    in_addr ignored{};
    require(*name == text, "a name is kept as typed");
    require(!name->empty() && ascii_host_name(*name)->size() <= 254, "a name has its bounds");
    require(inet_aton(name->c_str(), &ignored) == 0, "inet_aton reads no name as an address");
    require(is_ip(*name) == 0, "a name is no address");
  } else {
    const auto& literal = std::get<IpLiteral>(*host);
    require(literal.zone.empty() || literal.address.is_v6(), "only IPv6 addresses have zones");
  }
}

void check_port(std::string_view text) {
  const auto port = parse_port_or_service(text);
  const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  require(parse_port(text).has_value() == (port && std::holds_alternative<std::uint16_t>(*port)),
          "a port is what parse_port takes");
  if (!port) return require(port.error().offset <= text.size(), "a fault lies in the text or at its end");
  require(is_printable(text) && !text.empty(), "a port is printable ASCII");
  require(std::holds_alternative<std::uint16_t>(*port) == digits, "digits are a port and never a service");
  if (const auto* const service = std::get_if<std::string>(&*port)) {
    require(*service == text && service->size() <= 15, "a service is kept as typed");
  } else {
    const auto number = std::get<std::uint16_t>(*port);
    require(parse_port(std::to_string(number)) == number, "parse_port reads a port back");
  }
}

void check_host_port(std::string_view text) {
  const auto endpoint = parse_host_port(text);
  if (!endpoint)
    return require(endpoint.error().offset <= text.size(), "a fault lies in the text or at its end");
  require(endpoint->host && endpoint->port, "neither part is left out");
  const std::size_t colon = text.rfind(':');
  require(parse_host(text.substr(0, colon)) == *endpoint->host, "the host stands before the last colon");
  require(parse_port_or_service(text.substr(colon + 1)) == *endpoint->port, "the port stands behind it");
  require(is_ip(text) == 0, "an address is not a host and a port");
  const auto* const literal = std::get_if<IpLiteral>(&*endpoint->host);
  const auto* const port = std::get_if<std::uint16_t>(&*endpoint->port);
  if (literal != nullptr && port != nullptr && literal->zone.empty()) {
    const SocketAddress address{literal->address, *port};
    require(parse_host_port(address.to_string()) == endpoint, "a socket address's text is its endpoint");
  }
}

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = netkit::fuzz::as_text(data, size);
  netkit::fuzz::check_host(text);
  netkit::fuzz::check_port(text);
  netkit::fuzz::check_host_port(text);
  return 0;
}
