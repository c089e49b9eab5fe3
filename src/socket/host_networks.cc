// SPDX-License-Identifier: MIT
#include <netkit/socket/host_networks.h>

#include <ifaddrs.h>
#include <netkit/socket/internal/sockaddr.h>

#include <bit>
#include <memory>
#include <optional>

namespace netkit {
namespace {

int length_of(const IpAddress& mask) {
  return mask.is_v4() ? std::popcount(mask.v4_value())
                      : std::popcount(mask.high()) + std::popcount(mask.low());
}

std::optional<Cidr> network_of(const ifaddrs& one) {
  if (one.ifa_addr == nullptr || one.ifa_netmask == nullptr) return std::nullopt;
  const auto address = internal::from_system(one.ifa_addr), mask = internal::from_system(one.ifa_netmask);
  if (!address || !mask) return std::nullopt;
  return Cidr::of(address->address, length_of(mask->address));
}

}  // namespace

std::vector<Cidr> host_networks() {
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0) return {};
  const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> all(first, ::freeifaddrs);
  std::vector<Cidr> networks;
  for (const ifaddrs* one = first; one != nullptr; one = one->ifa_next) {
    if (const auto network = network_of(*one)) networks.push_back(*network);
  }
  return networks;
}

}  // namespace netkit
