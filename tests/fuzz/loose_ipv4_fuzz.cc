// SPDX-License-Identifier: MIT
#include <arpa/inet.h>
#include <netkit/addr/loose_ipv4.h>

#include <algorithm>
#include <string>

#include "fault.h"
#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = netkit::fuzz::as_text(data, size);
  using netkit::IpAddress;
  using netkit::fuzz::require;
  const auto address = netkit::parse_loose_ipv4(text);
  if (const auto strict = IpAddress::parse(text); strict && strict->is_v4()) {
    require(address == *strict, "what is an IPv4 address is the same one here");
  }
  if (!address) {
    netkit::fuzz::check_fault(text, address.error(), netkit::parse_loose_ipv4);
    return 0;
  }
  require(address->is_v4(), "it is an IPv4 address");
  // inet_aton takes no "0x" alone, and nothing whose digits overflow a long.
  const bool bare_prefix = text.ends_with('x') || text.ends_with('X') || text.find("x.") != text.npos ||
                           text.find("X.") != text.npos;
  in_addr system{};
  if (!bare_prefix && inet_aton(std::string(text).c_str(), &system) != 0) {
    require(ntohl(system.s_addr) == address->v4_value(), "inet_aton reads the same address");
  }
  return 0;
}
