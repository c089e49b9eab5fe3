// SPDX-License-Identifier: MIT
#include <netkit/addr/socket_address.h>

#include <netkit/addr/internal/hash.h>
#include <netkit/addr/internal/scan.h>
#include <netkit/base/net_errc.h>

#include <limits>

namespace netkit {
namespace {

using scan::Scanner;

bool scan_scope(Scanner& scanner, SocketAddress& into) noexcept {
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  return !scanner.skip('%') || scanner.number(into.scope_id, most, ParseProblem::zone);
}

bool scan_host(Scanner& scanner, SocketAddress& into) noexcept {
  if (!scanner.skip('[')) return scanner.loose_v4(into.address);
  return scanner.v6(into.address) && scan_scope(scanner, into) && (scanner.skip(']') || scanner.refuse());
}

/// Leading zeros are ignored, as in parse_port().
bool scan_port(Scanner& scanner, SocketAddress& into) noexcept {
  if (scanner.at_end()) return true;
  if (!scanner.skip(':')) return scanner.refuse();
  while (scanner.skip('0')) continue;
  std::uint32_t port = 0;
  if (!scanner.at_end() && !scanner.number(port, 65535, ParseProblem::port_too_large)) return false;
  into.port = static_cast<std::uint16_t>(port);
  return scanner.end();
}

bool scan_text(std::string_view text, Family family, SocketAddress& into) noexcept {
  Scanner scanner(text);
  if (family == Family::ipv4) return scanner.v4(into.address) && scanner.end();
  return scanner.v6(into.address) && scan_scope(scanner, into) && scanner.end();
}

}  // namespace

Result<SocketAddress> SocketAddress::create(const SocketAddressOptions& options) {
  const bool is_v4 = options.family == Family::ipv4;
  SocketAddress made{is_v4 ? IpAddress::v4(0x7f00'0001) : IpAddress::v6(0, 0), options.port};
  if (options.address && !scan_text(*options.address, options.family, made)) {
    return std::unexpected(net_error(NetErrc::invalid_address));
  }
  if (options.flow_label > largest_flow_label) {
    return std::unexpected(
        net_error(NetErrc::out_of_range,
                  R"(The value of "flowlabel" is out of range. It must be >= 0 && <= 1048575. Received )" +
                      std::to_string(options.flow_label)));
  }
  if (!is_v4) made.flow_label = options.flow_label;
  return made;
}

std::expected<SocketAddress, ParseError> SocketAddress::parse(std::string_view text) noexcept {
  Scanner scanner(text);
  SocketAddress parsed;
  if (scan_host(scanner, parsed) && scan_port(scanner, parsed)) return parsed;
  if (is_ipv6(text)) return std::unexpected(ParseError{0, ParseProblem::no_brackets});
  return std::unexpected(scanner.error());
}

std::string SocketAddress::to_string() const {
  const std::string port_text = ':' + std::to_string(port);
  if (address.is_v4()) return address.to_string() + port_text;
  const std::string zone = scope_id == 0 ? "" : '%' + std::to_string(scope_id);
  return '[' + address.to_string() + zone + ']' + port_text;
}

std::string SocketAddress::to_json() const {
  return R"({"address":")" + address.to_string() + R"(","port":)" + std::to_string(port) +
         (address.is_v4() ? R"(,"family":"ipv4","flowlabel":)" : R"(,"family":"ipv6","flowlabel":)") +
         std::to_string(flow_label) + '}';
}

}  // namespace netkit

std::size_t std::hash<netkit::SocketAddress>::operator()(
    const netkit::SocketAddress& address) const noexcept {
  const std::uint64_t numbers = std::uint64_t{address.port} << 32 | address.scope_id;
  return netkit::internal::hash_of(
      {std::hash<netkit::IpAddress>()(address.address), numbers, address.flow_label});
}
