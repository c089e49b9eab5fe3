// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/cidr.h>
#include <netkit/addr/ip_address.h>
#include <netkit/base/export.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// What an address is for, in a word.
enum class AddressClass : std::uint8_t {
  global,           ///< of no special purpose
  unspecified,      ///< 0.0.0.0, `::`
  this_network,     ///< 0.0.0.0/8
  private_use,      ///< RFC 1918
  shared,           ///< 100.64.0.0/10, between a provider and its customers
  loopback,         ///< 127.0.0.0/8, `::1`
  link_local,       ///< 169.254.0.0/16, `fe80::/10`
  unique_local,     ///< `fc00::/7`
  site_local,       ///< `fec0::/10`, deprecated
  documentation,    ///< in texts only
  benchmarking,     ///< in laboratories only
  protocol,         ///< assigned to the workings of some protocol
  anycast,          ///< a service that whoever is nearest gives: AS112, AMT, PCP, TURN
  identifier,       ///< names somebody and is no place: ORCHIDv2, drones
  segment_routing,  ///< `5f00::/16`
  dummy,            ///< a source where there is no other
  discard,          ///< `100::/64`
  v4_mapped,        ///< `::ffff:0:0/96`
  v4_compatible,    ///< `::/96`, deprecated
  nat64,            ///< `64:ff9b::/96`, `64:ff9b:1::/48`
  six_to_four,      ///< `2002::/16`
  teredo,           ///< `2001::/32`
  multicast,        ///< 224.0.0.0/4, `ff00::/8`
  broadcast,        ///< 255.255.255.255
  deprecated,       ///< given back
  reserved,         ///< for the future: 240.0.0.0/4, and IPv6 outside `2000::/3` without another purpose
};

/// "global", "private", "link-local", "6to4".
std::string_view class_name(AddressClass address_class) noexcept;

/// A row of IANA's special-purpose registries (RFC 6890, RFC 8190), or a block that they leave to others:
/// IPv4 multicast (RFC 5771), the scopes of IPv6 multicast (RFC 7346), and what RFC 4291 has deprecated.
struct SpecialPurpose {
  /// What a registry says of a property; some rows leave it open.
  enum class Answer : std::uint8_t { no, yes, not_applicable };

  Cidr block;
  AddressClass address_class;
  std::string_view name;       ///< as registered
  std::string_view rfc;        ///< "RFC 1918"; of several, with commas
  std::string_view allocated;  ///< "1996-02"; empty where no registry has a date
  Answer source;               ///< may be a packet's source
  Answer destination;          ///< may be a packet's destination
  Answer forwardable;          ///< routers may pass it on
  Answer global;               ///< globally reachable
  Answer reserved;             ///< reserved by the protocol itself
};

/// When IANA last changed its registries, as far as they are known here.
inline constexpr std::string_view special_purpose_registry_date = "2025-10-09";

/// All rows, IPv4 first. Of two that have an address in common, the more specific one stands first. Those of
/// IPv6 multicast are for the flags 0.
std::span<const SpecialPurpose> special_purposes() noexcept;

/// The most specific row that has the address; none where it has no special purpose. A multicast address of
/// IPv6 gets the row of its scope, whatever its flags (RFC 4291 section 2.7), and with them in `block`.
/// What an IPv4 address in it is for is another question: embedded_ipv4().
std::optional<SpecialPurpose> special_purpose(const IpAddress& address) noexcept;

AddressClass classify(const IpAddress& address) noexcept;

/// Whether packets to it find their way over the Internet to somebody there: what to ask before connecting to
/// an address that a stranger has named. Where one goes by way of an IPv4 address (mapped, NAT64's well-known
/// prefix, 6to4, Teredo) that one decides, with ISATAP both have to be. What IANA does not call globally
/// reachable is not: multicast, deprecated and reserved addresses neither.
bool is_globally_reachable(const IpAddress& address) noexcept;

// Example:
//
//     const auto row = special_purpose(*IpAddress::parse("192.168.1.1"));
//     assert(row && row->rfc == "RFC 1918" && row->global == SpecialPurpose::Answer::no);
//     assert(class_name(classify(*IpAddress::parse("fe80::1"))) == "link-local");
//     assert(is_globally_reachable(*IpAddress::parse("8.8.8.8")));
//     assert(!is_globally_reachable(*IpAddress::parse("64:ff9b::127.0.0.1")));

}  // namespace netkit
