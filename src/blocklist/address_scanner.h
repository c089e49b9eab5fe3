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

/// An address in a text, and where its own text stands there.
struct FoundAddress {
  IpAddress address;
  std::size_t offset = 0;
  std::size_t size = 0;  ///< in bytes
};

/// Finds the addresses in any text, in its order: in a log, say. Any byte may be in it. Allocates nothing.
///
/// A word is letters, digits, "_", and dots that have one of these on both sides; every other byte but ":"
/// is a separator. An IPv4 address is a word. An IPv6 address is a chain of words and colons, which begins
/// and ends where another kind of byte stands, but:
/// - a word in front of it that could not be a part is a label, and so is one behind it, each with the colon
///   between them: "client:::1:closed";
/// - where the chain would be no address for one colon at its end, that is punctuation: "from ::1: closed";
/// - four octets end it.
/// So "1.2.3.4:80", "[::1]:80", "::1%eth0", "1.2.3.4/24", "1.2.3.4-1.2.3.9", "ip=1.2.3.4." have addresses,
/// "v1.2.3.4", "1.2.3.4.5", "4.3.2.1.in-addr.arpa", "01.2.3.4", "dead::beefy", "12:34:56", and the six groups
/// of a MAC address have none. What is_ip() takes is one, whatever was meant: "be::add", version 1.2.3.4.
class AddressScanner {
 public:
  /// The text has to outlive the scanner.
  explicit AddressScanner(std::string_view text) noexcept : text_(text) {}

  std::optional<FoundAddress> next() noexcept;

  /// Goes on here or where it is, whichever is later. A separator stands before this place.
  void skip_to(std::size_t offset) noexcept { done_ = std::max(done_, offset); }

 private:
  /// What the next block has to know of those before it: a bit for each position that something in them
  /// reaches.
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
  std::uint64_t hints_ = 0;  ///< where in the block before that an address may be
  std::size_t done_ = 0;     ///< nothing before it is looked at again
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
