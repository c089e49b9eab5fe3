// SPDX-License-Identifier: MIT
#include <netkit/addr/cidr.h>

#include <netkit/addr/internal/hash.h>
#include <netkit/addr/internal/scan.h>

namespace netkit {

std::expected<Cidr, ParseError> Cidr::parse(std::string_view text) noexcept {
  return scan::parse_cidr(text);
}

std::string Cidr::to_string() const {
  return address_.to_string() + '/' + std::to_string(length_);
}

}  // namespace netkit

std::size_t std::hash<netkit::Cidr>::operator()(const netkit::Cidr& block) const noexcept {
  return netkit::internal::hash_of(
      {std::hash<netkit::IpAddress>()(block.address()), static_cast<std::uint64_t>(block.length())});
}
