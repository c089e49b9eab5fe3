// SPDX-License-Identifier: MIT
#include <netkit/addr/ip_range.h>

#include <netkit/addr/internal/hash.h>
#include <netkit/addr/internal/scan.h>

namespace netkit {

std::expected<IpRange, ParseError> IpRange::parse(std::string_view text) noexcept {
  scan::Scanner scanner(text);
  IpAddress first;
  IpAddress last;
  if (!scanner.address(first) || !(scanner.skip('-') || scanner.refuse())) {
    return std::unexpected(scanner.error());
  }
  const std::size_t second = scanner.offset();
  if (!scanner.address(last) || !scanner.end()) return std::unexpected(scanner.error());
  if (first.family() != last.family()) {
    return std::unexpected(ParseError{second, ParseProblem::families_differ});
  }
  if (last < first) return std::unexpected(ParseError{second, ParseProblem::reversed});
  return IpRange(first, last);
}

std::string IpRange::to_string() const {
  return first_.to_string() + '-' + last_.to_string();
}

}  // namespace netkit

std::size_t std::hash<netkit::IpRange>::operator()(const netkit::IpRange& range) const noexcept {
  const std::hash<netkit::IpAddress> of;
  return netkit::internal::hash_of({of(range.first()), of(range.last())});
}
