// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/base/export.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// An address in a text, and the position of its text.
struct FoundAddress {
  IpAddress address;
  std::size_t offset = 0;  ///< in bytes, from the start of the whole text
  std::size_t size = 0;    ///< in bytes
};

/// Finds the addresses in any text, such as a log, from left to right. The text may contain any byte.
/// Allocates nothing.
///
/// A word consists of letters, digits, "_", and dots between two of these. Every other byte except ":" is a
/// separator. An IPv4 address is a word. An IPv6 address is a chain of words and colons between separators,
/// with these exceptions:
/// - a word before or after the address that cannot be part of it is a label, and the colon between them
///   belongs to neither: "client:::1:closed";
/// - a single colon at the end is punctuation if the chain is no address with it: "from ::1: closed";
/// - four octets end the address.
/// So there are addresses in "1.2.3.4:80", "[::1]:80", "::1%eth0", "1.2.3.4/24", "1.2.3.4-1.2.3.9" and
/// "ip=1.2.3.4.", but none in "v1.2.3.4", "1.2.3.4.5", "4.3.2.1.in-addr.arpa", "01.2.3.4", "dead::beefy",
/// "12:34:56" and the six groups of a MAC address. Texts that are addresses by accident are found too, such
/// as "be::add" and version 1.2.3.4.
class AddressScanner {
 public:
  /// `text` must outlive the scanner.
  explicit AddressScanner(std::string_view text) noexcept : text_(text) {}

  /// The next address; nothing if there is no other.
  std::optional<FoundAddress> next() noexcept;

  /// Continues at `offset`, which must follow a separator. Has no effect if the scanner is past it already.
  void skip_to(std::size_t offset) noexcept { done_ = std::max(done_, offset); }

 private:
  /// What carries over from earlier blocks to the next one: a bit for each position that something in them
  /// extends to.
  struct Reach {
    std::uint64_t digits = 0, dots = 0, octets = 0, pairs = 0;
    std::uint64_t colons = 0, groups = 0, more_groups = 0, gaps = 0;
  };

  bool next_block() noexcept;
  std::uint64_t hints_of(std::string_view text) noexcept;
  std::optional<FoundAddress> v4_at(std::size_t last_octet) const noexcept;
  std::optional<FoundAddress> v6_around(std::size_t colon) noexcept;

  std::string_view text_;
  std::size_t next_block_ = 0;
  std::uint64_t hints_ = 0;  ///< where in the block before next_block_ an address may be
  std::size_t done_ = 0;     ///< nothing before this offset is examined again
  Reach reach_;
};

// Example:
//
//     AddressScanner scanner("Failed login from 2001:db8::1: retry 2, proxy=192.0.2.7:3128");
//     const auto first = scanner.next();
//     assert(first && first->address == *IpAddress::parse("2001:db8::1"));
//     assert(first->offset == 18 && first->size == 11);
//     assert(scanner.next()->address == *IpAddress::parse("192.0.2.7") && !scanner.next());

}  // namespace netkit
