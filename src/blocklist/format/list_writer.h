// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/blocklist/address_set.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// For which program a list is written.
enum class ExportFormat : std::uint8_t {
  plain,     ///< a block a line, single addresses bare
  ranges,    ///< "FIRST-LAST" a line, single addresses bare
  json,      ///< an array of the rules of `net.BlockList`, the fewest blocks
  ipset,     ///< for `ipset restore`: the sets NAME-v4 and NAME-v6, replaced in one step each
  nft,       ///< for `nft -f`: table inet NAME with the sets blocked_v4 and blocked_v6, replaced in one step
  iptables,  ///< for `iptables-restore -n` and, the same text, `ip6tables-restore -n`: the chain NAME
  nginx,     ///< "deny BLOCK;" a line, to be included
  hosts_deny,  ///< hosts_access(5): "ALL: NETWORK/MASK" or "ALL: [NETWORK]/LENGTH" a line
};

/// The name of a format as the command line has it: "plain", "hosts.deny".
std::optional<ExportFormat> parse_export_format(std::string_view name) noexcept;

/// How a written list calls itself.
struct ExportOptions {
  /// Of the table, the sets or the chain, where the format has such: a letter, then letters, digits, '_' and
  /// '-', at most 24 in all.
  std::string name = "netkit";
};

/// Writes the set as such a list, in pieces of some 64 KiB: all of the text is never in memory. What is
/// written can be loaded as it is, any number of times, and then the set is what is loaded. An exception of
/// `write` goes to the caller.
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
