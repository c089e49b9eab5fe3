// SPDX-License-Identifier: MIT
#include <netkit/addr/loose_ipv4.h>
#include <netkit/addr/socket_address.h>

#include <algorithm>
#include <array>
#include <functional>

#include "fault.h"
#include "require.h"

namespace netkit::fuzz {
namespace {

void check_text(std::string_view text) {
  const auto address = SocketAddress::parse(text);
  if (!address) {
    if (address.error().problem != ParseProblem::no_brackets) {
      const auto parse = [](std::string_view some) { return SocketAddress::parse(some); };
      if (!is_ipv6(text.substr(0, address.error().offset + 1))) check_fault(text, address.error(), parse);
    }
    return;
  }
  require(address->flow_label == 0, "a text has no flow label");
  require(address->address.is_v6() == text.starts_with('['), "brackets are for IPv6");
  require(address->address.is_v6() || address->scope_id == 0, "only IPv6 has a scope");
  require(is_ip(text) == 0 || address->port == 0, "an address alone has no port");
  require(SocketAddress::parse(address->to_string()) == *address, "parse reads what to_string writes");
}

/// An address, a port and a scope of these bytes.
void check_bytes(const std::uint8_t* data) {
  std::array<std::uint8_t, 16> bytes{};
  std::copy_n(data, bytes.size(), bytes.begin());
  SocketAddress address{IpAddress::v6(bytes), static_cast<std::uint16_t>(data[16] << 8 | data[17])};
  for (std::size_t i = 18; i < 22; ++i) address.scope_id = address.scope_id << 8 | data[i];
  require(SocketAddress::parse(address.to_string()) == address, "every address is read back");
  const SocketAddress v4{IpAddress::v4(static_cast<std::uint32_t>(address.address.low())), address.port};
  require(SocketAddress::parse(v4.to_string()) == v4, "every IPv4 address is read back");
  require(std::hash<SocketAddress>()(v4) == std::hash<SocketAddress>()(SocketAddress(v4)),
          "equal ones have equal hashes");
}

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  netkit::fuzz::check_text(netkit::fuzz::as_text(data, size));
  if (size == 22) netkit::fuzz::check_bytes(data);
  return 0;
}
