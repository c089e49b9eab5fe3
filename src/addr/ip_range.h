// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/cidr.h>
#include <netkit/addr/ip_address.h>
#include <netkit/addr/parse_error.h>
#include <netkit/base/export.h>

#include <compare>
#include <cstddef>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// The addresses from a first to a last one, both included, of one family. Ordered by the first address, then
/// by the last.
class IpRange {
 public:
  /// Nothing if the families differ or the last address is less than the first.
  static constexpr std::optional<IpRange> of(const IpAddress& first, const IpAddress& last) noexcept {
    if (first.family() != last.family() || last < first) return std::nullopt;
    return IpRange(first, last);
  }

  explicit constexpr IpRange(const IpAddress& only) noexcept : IpRange(only, only) {}
  explicit constexpr IpRange(const Cidr& block) noexcept : IpRange(block.first(), block.last()) {}

  /// Reads "FIRST-LAST", two texts that IpAddress::parse() reads, without blanks.
  static std::expected<IpRange, ParseError> parse(std::string_view text) noexcept;

  constexpr const IpAddress& first() const noexcept { return first_; }
  constexpr const IpAddress& last() const noexcept { return last_; }

  /// False for an address of the other family, so a range of IPv4 addresses contains no mapped address.
  constexpr bool contains(const IpAddress& address) const noexcept {
    return address.family() == first_.family() && first_ <= address && address <= last_;
  }
  /// Whether it contains every address of the other.
  constexpr bool contains(const IpRange& other) const noexcept {
    return contains(other.first_) && contains(other.last_);
  }

  /// "10.0.0.1-10.0.0.9". parse() reads it back.
  std::string to_string() const;

  constexpr bool operator==(const IpRange&) const noexcept = default;
  constexpr auto operator<=>(const IpRange&) const noexcept = default;

 private:
  constexpr IpRange(const IpAddress& first, const IpAddress& last) noexcept : first_(first), last_(last) {}

  IpAddress first_;
  IpAddress last_;
};

// Example:
//
//     const auto range = IpRange::parse("10.0.0.200-10.0.1.50");
//     assert(range && range->contains(*IpAddress::parse("10.0.1.0")));
//     assert(IpRange(*Cidr::parse("10.0.0.0/30")).to_string() == "10.0.0.0-10.0.0.3");
//     assert((IpRange::parse("::2-::1").error() == ParseError{4, ParseProblem::reversed}));

}  // namespace netkit

template <>
struct NETKIT_PUBLIC std::hash<netkit::IpRange> {
  std::size_t operator()(const netkit::IpRange& range) const noexcept;
};
