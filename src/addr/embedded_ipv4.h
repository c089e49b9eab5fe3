// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/base/export.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// An IPv4 address that is part of an IPv6 address.
struct EmbeddedIpv4 {
  /// The kind of IPv6 address, which says where the IPv4 address is.
  enum class Form : std::uint8_t {
    v4_mapped,      ///< `::ffff:0:0/96`: the last 32 bits (RFC 4291 section 2.5.5.2)
    v4_compatible,  ///< `::/96` except `::` and `::1`: the last 32 bits (section 2.5.5.1)
    nat64,          ///< `64:ff9b::/96`: the last 32 bits (RFC 6052 section 2.1)
    nat64_local,  ///< `64:ff9b:1::/48` (RFC 8215): if the last 40 bits are 0, the bits before and after bits
                  ///< 64..71, as in a prefix of 48 bits (RFC 6052 section 2.2); else the last 32 bits
    six_to_four,  ///< `2002::/16`: the 32 bits after the prefix (RFC 3056 section 2)
    teredo,       ///< `2001::/32`: the client's address, the last 32 bits inverted (RFC 4380 section 4)
    isatap,       ///< a unicast prefix, then `0:5efe` or `200:5efe`: the last 32 bits (RFC 5214 section 6.1)
  };

  Form form;
  IpAddress address;

  bool operator==(const EmbeddedIpv4&) const noexcept = default;
};

/// "v4-mapped", "v4-compatible", "nat64", "nat64-local", "6to4", "teredo", "isatap".
std::string_view form_name(EmbeddedIpv4::Form form) noexcept;

/// Nothing for an IPv4 address, and for an IPv6 address of no such kind.
std::optional<EmbeddedIpv4> embedded_ipv4(const IpAddress& address) noexcept;

// Example:
//
//     const auto embedded = embedded_ipv4(*IpAddress::parse("2002:7f00:1::"));
//     assert(embedded && embedded->address.to_string() == "127.0.0.1");
//     assert(form_name(embedded->form) == "6to4");

}  // namespace netkit
