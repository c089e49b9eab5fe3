// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/proxy/proxy_header.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace NETKIT_PUBLIC netkit {

/// A PROXY header that was read.
struct ReadProxyHeader {
  std::size_t size = 0;                  ///< bytes, up to the first of the payload
  std::optional<ProxiedEnds> ends = {};  ///< none: UNKNOWN, LOCAL, or addresses that are not TCP over IP
};

/// What there may be in place of a header.
enum class NoProxyHeader : std::uint8_t {
  incomplete,  ///< so far it may become one
  malformed,   ///< whatever follows, it is none
};

/// The most bytes of a header of either version: 16 and 2 KiB of addresses and TLVs (version 2).
inline constexpr std::size_t longest_proxy_header = 16 + 2048;

/// Reads the header at the start of `bytes`, of version 1 (at most 107 bytes, which end in CR LF) or 2
/// (haproxy.org, "The PROXY protocol", section 2). TLVs are skipped.
std::variant<ReadProxyHeader, NoProxyHeader> read_proxy_header(std::string_view bytes);

// Example:
//
//     const auto header = read_proxy_header("PROXY TCP4 192.0.2.1 192.0.2.2 5000 80\r\nGET /");
//     assert(std::get<ReadProxyHeader>(header).ends->source.port == 5000);
//     assert(std::get<NoProxyHeader>(read_proxy_header("PROXY")) == NoProxyHeader::incomplete);
//     assert(std::get<NoProxyHeader>(read_proxy_header("GET /")) == NoProxyHeader::malformed);

}  // namespace netkit
