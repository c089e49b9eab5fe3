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

/// The purpose of an address.
enum class AddressClass : std::uint8_t {
  global,           ///< no special purpose
  unspecified,      ///< 0.0.0.0, `::`
  this_network,     ///< 0.0.0.0/8
  private_use,      ///< RFC 1918
  shared,           ///< 100.64.0.0/10, between a provider and its customers (RFC 6598)
  loopback,         ///< 127.0.0.0/8, `::1`
  link_local,       ///< 169.254.0.0/16, `fe80::/10`
  unique_local,     ///< `fc00::/7`
  site_local,       ///< `fec0::/10`, deprecated
  documentation,    ///< for examples in documents
  benchmarking,     ///< for tests of network devices
  protocol,         ///< assigned to a protocol
  anycast,          ///< a service of the nearest server: AS112, AMT, PCP, TURN
  identifier,       ///< an identifier that is not routed: ORCHIDv2, drones
  segment_routing,  ///< `5f00::/16`
  dummy,            ///< the source address of a host that has no other
  discard,          ///< `100::/64`
  v4_mapped,        ///< `::ffff:0:0/96`
  v4_compatible,    ///< `::/96`, deprecated
  nat64,            ///< `64:ff9b::/96`, `64:ff9b:1::/48`
  six_to_four,      ///< `2002::/16`
  teredo,           ///< `2001::/32`
  multicast,        ///< 224.0.0.0/4, `ff00::/8`
  broadcast,        ///< 255.255.255.255
  deprecated,       ///< no longer used
  reserved,         ///< for future use: 240.0.0.0/4, and IPv6 outside `2000::/3` without another purpose
};

/// "global", "private", "link-local", "6to4".
std::string_view class_name(AddressClass address_class) noexcept;

/// A row of the special-purpose registries of IANA (RFC 6890, RFC 8190), or a block that is defined
/// elsewhere: IPv4 multicast (RFC 5771), the scopes of IPv6 multicast (RFC 7346), and what RFC 4291
/// deprecates.
struct SpecialPurpose {
  /// Whether the row has a property.
  enum class Answer : std::uint8_t { no, yes, not_applicable };

  Cidr block;
  AddressClass address_class;
  std::string_view name;       ///< as registered
  std::string_view rfc;        ///< "RFC 1918"; several are separated by commas
  std::string_view allocated;  ///< "1996-02"; empty if no registry gives a date
  Answer source;               ///< may be the source of a packet
  Answer destination;          ///< may be the destination of a packet
  Answer forwardable;          ///< routers may forward such packets
  Answer global;               ///< globally reachable
  Answer reserved;             ///< reserved by the protocol
};

/// The date of the newest change in IANA's registries that these rows contain.
inline constexpr std::string_view special_purpose_registry_date = "2025-10-09";

/// All rows, IPv4 first. If two rows overlap, the more specific one is first. The rows of IPv6 multicast have
/// the flags 0.
std::span<const SpecialPurpose> special_purposes() noexcept;

/// The most specific row for the address; nothing if it has no special purpose. An IPv6 multicast address
/// gets the row of its scope, with the flags of the address in `block` (RFC 4291 section 2.7). The purpose of
/// an IPv4 address inside an IPv6 address is not considered; see embedded_ipv4().
std::optional<SpecialPurpose> special_purpose(const IpAddress& address) noexcept;

AddressClass classify(const IpAddress& address) noexcept;

/// Whether packets can reach the address over the Internet. Ask this before you connect to an address that an
/// untrusted party supplied. For an address that leads to an IPv4 address (mapped, the well-known prefix of
/// NAT64, 6to4, Teredo) the IPv4 address decides; with ISATAP both must be reachable. False for everything
/// that IANA does not call globally reachable, and for multicast, deprecated and reserved addresses.
bool is_globally_reachable(const IpAddress& address) noexcept;

// Example:
//
//     const auto row = special_purpose(*IpAddress::parse("192.168.1.1"));
//     assert(row && row->rfc == "RFC 1918" && row->global == SpecialPurpose::Answer::no);
//     assert(class_name(classify(*IpAddress::parse("fe80::1"))) == "link-local");
//     assert(is_globally_reachable(*IpAddress::parse("8.8.8.8")));
//     assert(!is_globally_reachable(*IpAddress::parse("64:ff9b::127.0.0.1")));

}  // namespace netkit
