// SPDX-License-Identifier: MIT
#include <netkit/addr/special_purpose.h>

#include <netkit/addr/embedded_ipv4.h>
#include <netkit/addr/internal/scan.h>

#include <algorithm>
#include <array>
#include <utility>

namespace netkit {
namespace {

using enum AddressClass;
using Answer = SpecialPurpose::Answer;

/// An answer as written in the rows below: y, n or -.
consteval SpecialPurpose row(std::string_view block, AddressClass address_class, std::string_view answers,
                             std::string_view allocated, std::string_view rfc, std::string_view name) {
  const auto answer = [answers](std::size_t column) {
    switch (answers.at(column)) {
      case 'y':
        return Answer::yes;
      case 'n':
        return Answer::no;
      default:
        return Answer::not_applicable;
    }
  };
  return {scan::parse_cidr(block).value(),
          address_class,
          name,
          rfc,
          allocated,
          answer(0),
          answer(1),
          answer(2),
          answer(3),
          answer(4)};
}

// The answers: source, destination, forwardable, globally reachable, reserved by the protocol.
constexpr std::array rows{
    row("0.0.0.0/32", unspecified, "ynnny", "1981-09", "RFC 1122", "This host on this network"),
    row("0.0.0.0/8", this_network, "ynnny", "1981-09", "RFC 791", "This network"),
    row("10.0.0.0/8", private_use, "yyynn", "1996-02", "RFC 1918", "Private-Use"),
    row("100.64.0.0/10", shared, "yyynn", "2012-04", "RFC 6598", "Shared Address Space"),
    row("127.0.0.0/8", loopback, "nnnny", "1981-09", "RFC 1122", "Loopback"),
    row("169.254.0.0/16", link_local, "yynny", "2005-05", "RFC 3927", "Link Local"),
    row("172.16.0.0/12", private_use, "yyynn", "1996-02", "RFC 1918", "Private-Use"),
    row("192.0.0.8/32", dummy, "ynnnn", "2015-03", "RFC 7600", "IPv4 dummy address"),
    row("192.0.0.9/32", anycast, "yyyyn", "2015-10", "RFC 7723", "Port Control Protocol Anycast"),
    row("192.0.0.10/32", anycast, "yyyyn", "2017-02", "RFC 8155",
        "Traversal Using Relays around NAT Anycast"),
    row("192.0.0.170/32", protocol, "nnnny", "2013-02", "RFC 8880, RFC 7050", "NAT64/DNS64 Discovery"),
    row("192.0.0.171/32", protocol, "nnnny", "2013-02", "RFC 8880, RFC 7050", "NAT64/DNS64 Discovery"),
    row("192.0.0.0/29", protocol, "yyynn", "2011-06", "RFC 7335", "IPv4 Service Continuity Prefix"),
    row("192.0.0.0/24", protocol, "nnnnn", "2010-01", "RFC 6890", "IETF Protocol Assignments"),
    row("192.0.2.0/24", documentation, "nnnnn", "2010-01", "RFC 5737", "Documentation (TEST-NET-1)"),
    row("192.31.196.0/24", anycast, "yyyyn", "2014-12", "RFC 7535", "AS112-v4"),
    row("192.52.193.0/24", anycast, "yyyyn", "2014-12", "RFC 7450", "AMT"),
    row("192.88.99.2/32", anycast, "yyynn", "2012-10", "RFC 6751", "6a44-relay anycast address"),
    row("192.88.99.0/24", deprecated, "-----", "2001-06", "RFC 7526", "Deprecated (6to4 Relay Anycast)"),
    row("192.168.0.0/16", private_use, "yyynn", "1996-02", "RFC 1918", "Private-Use"),
    row("192.175.48.0/24", anycast, "yyyyn", "1996-01", "RFC 7534", "Direct Delegation AS112 Service"),
    row("198.18.0.0/15", benchmarking, "yyynn", "1999-03", "RFC 2544", "Benchmarking"),
    row("198.51.100.0/24", documentation, "nnnnn", "2010-01", "RFC 5737", "Documentation (TEST-NET-2)"),
    row("203.0.113.0/24", documentation, "nnnnn", "2010-01", "RFC 5737", "Documentation (TEST-NET-3)"),
    row("224.0.0.0/24", multicast, "nyn--", "", "RFC 5771", "Multicast: Local Network Control Block"),
    row("224.0.1.0/24", multicast, "nyy--", "", "RFC 5771", "Multicast: Internetwork Control Block"),
    row("232.0.0.0/8", multicast, "nyy--", "", "RFC 4607", "Multicast: Source-Specific"),
    row("233.252.0.0/24", documentation, "nnn--", "", "RFC 6676", "Documentation (MCAST-TEST-NET)"),
    row("233.252.0.0/14", multicast, "nyy--", "", "RFC 5771", "Multicast: AD-HOC Block III"),
    row("233.0.0.0/8", multicast, "nyy--", "", "RFC 3180", "Multicast: GLOP Block"),
    row("234.0.0.0/8", multicast, "nyy--", "2010-08", "RFC 6034", "Multicast: Unicast-Prefix-Based"),
    row("239.255.0.0/16", multicast, "nyy--", "", "RFC 2365", "Multicast: Local Scope"),
    row("239.192.0.0/14", multicast, "nyy--", "", "RFC 2365", "Multicast: Organization-Local Scope"),
    row("239.0.0.0/8", multicast, "nyy--", "", "RFC 2365", "Multicast: Administratively Scoped"),
    row("224.0.0.0/4", multicast, "nyy--", "", "RFC 5771", "Multicast"),
    row("255.255.255.255/32", broadcast, "nynny", "1984-10", "RFC 8190, RFC 919", "Limited Broadcast"),
    row("240.0.0.0/4", reserved, "nnnny", "1989-08", "RFC 1112", "Reserved"),

    row("::/128", unspecified, "ynnny", "2006-02", "RFC 4291", "Unspecified Address"),
    row("::1/128", loopback, "nnnny", "2006-02", "RFC 4291", "Loopback Address"),
    row("::ffff:0:0/96", v4_mapped, "nnnny", "2006-02", "RFC 4291", "IPv4-mapped Address"),
    row("::/96", v4_compatible, "-----", "", "RFC 4291", "Deprecated (IPv4-compatible Address)"),
    row("64:ff9b::/96", nat64, "yyyyn", "2010-10", "RFC 6052", "IPv4-IPv6 Translat."),
    row("64:ff9b:1::/48", nat64, "yyynn", "2017-06", "RFC 8215", "IPv4-IPv6 Translat."),
    row("100::/64", discard, "yyynn", "2012-06", "RFC 6666", "Discard-Only Address Block"),
    row("100:0:0:1::/64", dummy, "ynnnn", "2025-04", "RFC 9780", "Dummy IPv6 Prefix"),
    row("2001::/32", teredo, "yyy-n", "2006-01", "RFC 4380, RFC 8190", "TEREDO"),
    row("2001:1::1/128", anycast, "yyyyn", "2015-10", "RFC 7723", "Port Control Protocol Anycast"),
    row("2001:1::2/128", anycast, "yyyyn", "2017-02", "RFC 8155",
        "Traversal Using Relays around NAT Anycast"),
    row("2001:1::3/128", anycast, "yyyyn", "2024-04", "RFC 9665",
        "DNS-SD Service Registration Protocol Anycast"),
    row("2001:2::/48", benchmarking, "yyynn", "2008-04", "RFC 5180", "Benchmarking"),
    row("2001:3::/32", anycast, "yyyyn", "2014-12", "RFC 7450", "AMT"),
    row("2001:4:112::/48", anycast, "yyyyn", "2014-12", "RFC 7535", "AS112-v6"),
    row("2001:10::/28", deprecated, "-----", "2007-03", "RFC 4843", "Deprecated (previously ORCHID)"),
    row("2001:20::/28", identifier, "yyyyn", "2014-07", "RFC 7343", "ORCHIDv2"),
    row("2001:30::/28", identifier, "yyyyn", "2022-12", "RFC 9374",
        "Drone Remote ID Protocol Entity Tags (DETs) Prefix"),
    row("2001::/23", protocol, "nnnnn", "2000-09", "RFC 2928", "IETF Protocol Assignments"),
    row("2001:db8::/32", documentation, "nnnnn", "2004-07", "RFC 3849", "Documentation"),
    row("2002::/16", six_to_four, "yyy-n", "2001-02", "RFC 3056", "6to4"),
    row("2620:4f:8000::/48", anycast, "yyyyn", "2011-05", "RFC 7534", "Direct Delegation AS112 Service"),
    row("3fff::/20", documentation, "nnnnn", "2024-07", "RFC 9637", "Documentation"),
    row("5f00::/16", segment_routing, "yyynn", "2024-04", "RFC 9602", "Segment Routing (SRv6) SIDs"),
    row("fc00::/7", unique_local, "yyynn", "2005-10", "RFC 4193, RFC 8190", "Unique-Local"),
    row("fe80::/10", link_local, "yynny", "2006-02", "RFC 4291", "Link-Local Unicast"),
    row("fec0::/10", site_local, "-----", "", "RFC 3879", "Deprecated (Site-Local Unicast)"),
    row("ff01::/16", multicast, "nyn--", "", "RFC 7346", "Multicast: Interface-Local Scope"),
    row("ff02::/16", multicast, "nyn--", "", "RFC 7346", "Multicast: Link-Local Scope"),
    row("ff03::/16", multicast, "nyy--", "", "RFC 7346", "Multicast: Realm-Local Scope"),
    row("ff04::/16", multicast, "nyy--", "", "RFC 7346", "Multicast: Admin-Local Scope"),
    row("ff05::/16", multicast, "nyy--", "", "RFC 7346", "Multicast: Site-Local Scope"),
    row("ff08::/16", multicast, "nyy--", "", "RFC 7346", "Multicast: Organization-Local Scope"),
    row("ff0e::/16", multicast, "nyy--", "", "RFC 7346", "Multicast: Global Scope"),
    row("ff00::/8", multicast, "nyy--", "", "RFC 4291", "Multicast"),
};

constexpr auto v6_begin = static_cast<std::size_t>(
    std::ranges::find(rows, Family::ipv6,
                      [](const SpecialPurpose& one) { return one.block.address().family(); }) -
    rows.begin());

constexpr bool specific_ones_stand_first() {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t later = i + 1; later < rows.size(); ++later) {
      if (rows[i].block.contains(rows[later].block)) return false;
    }
  }
  return true;
}
static_assert(specific_ones_stand_first());

constexpr std::size_t first_byte(const IpAddress& address) {
  return address.is_v4() ? address.v4_value() >> 24 : address.high() >> 56;
}

/// Whether a row has an address that begins with this byte. Usually none has, and no search is needed.
constexpr auto begins_a_row = [] {
  std::array<std::array<bool, 256>, 2> begins{};
  for (const SpecialPurpose& one : rows) {
    for (std::size_t byte = first_byte(one.block.first()); byte <= first_byte(one.block.last()); ++byte) {
      begins[one.block.address().is_v6() ? 1 : 0][byte] = true;
    }
  }
  return begins;
}();

/// An IPv6 multicast address without its flags; any other address unchanged.
constexpr IpAddress without_flags(const IpAddress& address) {
  if (address.is_v4() || !address.is_multicast()) return address;
  return IpAddress::v6(address.high() & 0xff0f'ffff'ffff'ffff, address.low());
}

const SpecialPurpose* find(const IpAddress& address) {
  if (!begins_a_row[address.is_v6() ? 1 : 0][first_byte(address)]) return nullptr;
  const IpAddress looked_for = without_flags(address);
  const auto of_family = std::span(rows).subspan(address.is_v6() ? v6_begin : 0);
  const auto found = std::ranges::find_if(
      of_family, [&](const SpecialPurpose& one) { return one.block.contains(looked_for); });
  return found == of_family.end() ? nullptr : &*found;
}

}  // namespace

std::string_view class_name(AddressClass address_class) noexcept {
  static constexpr std::array<std::string_view, std::to_underlying(reserved) + 1> names{
      "global",       "unspecified", "this-network", "private",       "shared",
      "loopback",     "link-local",  "unique-local", "site-local",    "documentation",
      "benchmarking", "protocol",    "anycast",      "identifier",    "segment-routing",
      "dummy",        "discard",     "v4-mapped",    "v4-compatible", "nat64",
      "6to4",         "teredo",      "multicast",    "broadcast",     "deprecated",
      "reserved"};
  return names[std::to_underlying(address_class)];
}

std::span<const SpecialPurpose> special_purposes() noexcept {
  return rows;
}

std::optional<SpecialPurpose> special_purpose(const IpAddress& address) noexcept {
  const SpecialPurpose* const found = find(address);
  if (found == nullptr) return std::nullopt;
  SpecialPurpose row = *found;
  if (!row.block.contains(address)) row.block = Cidr::of(address, row.block.length())->masked();
  return row;
}

AddressClass classify(const IpAddress& address) noexcept {
  if (const SpecialPurpose* const found = find(address)) return found->address_class;
  // Of all other IPv6 addresses only these are assigned (RFC 4291 section 4).
  return address.is_v4() || address.high() >> 61 == 1 ? global : reserved;
}

bool is_globally_reachable(const IpAddress& address) noexcept {
  if (const auto embedded = embedded_ipv4(address)) {
    if (!is_globally_reachable(embedded->address)) return false;
    switch (embedded->form) {
      case EmbeddedIpv4::Form::v4_mapped:
      case EmbeddedIpv4::Form::six_to_four:
      case EmbeddedIpv4::Form::teredo:
        return true;
      case EmbeddedIpv4::Form::v4_compatible:
      case EmbeddedIpv4::Form::nat64:
      case EmbeddedIpv4::Form::nat64_local:
      case EmbeddedIpv4::Form::isatap:
        break;
    }
  }
  if (const SpecialPurpose* const found = find(address)) return found->global == Answer::yes;
  return classify(address) == global;
}

}  // namespace netkit
