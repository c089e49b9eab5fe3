// SPDX-License-Identifier: MIT
#include <netkit/addr/loose_ipv4.h>

#include <netkit/addr/internal/scan.h>

namespace netkit {

std::expected<IpAddress, ParseError> parse_loose_ipv4(std::string_view text) noexcept {
  scan::Scanner scanner(text);
  IpAddress address;
  if (!scanner.loose_v4(address) || !scanner.end()) return std::unexpected(scanner.error());
  return address;
}

}  // namespace netkit
