// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/blocklist/address_set.h>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// The program or format that a list is written for.
enum class ExportFormat : std::uint8_t {
  plain,       ///< one block per line, single addresses without a length
  ranges,      ///< one "FIRST-LAST" per line, single addresses alone
  json,        ///< the JSON of `net.BlockList`, with the fewest blocks
  ipset,       ///< for `ipset restore`: the sets NAME-v4 and NAME-v6, each replaced atomically
  nft,         ///< for `nft -f`: table inet NAME with the sets blocked_v4 and blocked_v6, replaced atomically
  iptables,    ///< for both `iptables-restore -n` and `ip6tables-restore -n`: the chain NAME
  nginx,       ///< one "deny BLOCK;" per line, for an include directive
  hosts_deny,  ///< hosts_access(5): one "ALL: NETWORK/MASK" or "ALL: [NETWORK]/LENGTH" per line
};

/// The name of a format.
struct ExportFormatName {
  std::string_view word;
  ExportFormat meaning;
};

/// All formats, in the order in which they are shown.
inline constexpr std::array export_formats = {
    ExportFormatName{"plain", ExportFormat::plain}, ExportFormatName{"ranges", ExportFormat::ranges},
    ExportFormatName{"json", ExportFormat::json},   ExportFormatName{"ipset", ExportFormat::ipset},
    ExportFormatName{"nft", ExportFormat::nft},     ExportFormatName{"iptables", ExportFormat::iptables},
    ExportFormatName{"nginx", ExportFormat::nginx}, ExportFormatName{"hosts.deny", ExportFormat::hosts_deny},
};

/// Reads one of these names.
std::optional<ExportFormat> parse_export_format(std::string_view name) noexcept;

/// Options for writing a list.
struct ExportOptions {
  /// NAME in the formats that have one: a letter, then letters, digits, '_' and '-', at most 24 bytes in all.
  std::string name = "netkit";
};

/// Writes the set as a list in this format. Passes the text to `write` in pieces of about 64 KiB, so the
/// whole text is never in memory. The text can be loaded as it is, and again: each time it replaces what was
/// loaded before. An exception from `write` is passed on to the caller.
void write_list(const AddressSet& set, ExportFormat format,
                const std::function<void(std::string_view)>& write, const ExportOptions& options = {});

// Example:
//
//     const AddressSet set = AddressSet::of(std::vector{*parse_rule("10.0.0.0/31"), *parse_rule("::1")});
//     std::string text;
//     write_list(set, ExportFormat::nginx, [&text](std::string_view piece) { text += piece; });
//     assert(text == "deny 10.0.0.0/31;\ndeny ::1;\n");
//     assert(parse_export_format("hosts.deny") == ExportFormat::hosts_deny);

}  // namespace netkit
