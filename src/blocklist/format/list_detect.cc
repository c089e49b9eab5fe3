// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>
#include <netkit/blocklist/format/internal/list_words.h>

#include <algorithm>
#include <array>

namespace netkit {
namespace internal {
namespace {

struct Row {
  ListFormat format;
  std::string_view name;
  Recognizes* recognizes;  ///< null: by the first byte of the text, or by nothing else
  MakeLineFormat* make;    ///< null: not a format of lines
};

/// In the order in which they are tried.
constexpr std::array rows = {
    Row{ListFormat::nft, "nft", is_nft, make_nft},
    Row{ListFormat::ipset, "ipset", is_ipset, make_ipset},
    Row{ListFormat::iptables, "iptables", is_iptables, make_iptables},
    Row{ListFormat::deny, "deny directives", is_deny, make_deny},
    Row{ListFormat::ipfilter, "ipfilter.dat", is_ipfilter, make_ipfilter},
    Row{ListFormat::p2p, "PeerGuardian", is_p2p, make_p2p},
    Row{ListFormat::dshield, "DShield", is_dshield, make_dshield},
    Row{ListFormat::hosts_deny, "hosts.deny", is_hosts_deny, make_hosts_deny},
    Row{ListFormat::csv, "CSV", is_csv, make_csv},
    Row{ListFormat::plain, "plain", nullptr, make_plain},
    Row{ListFormat::json, "JSON", nullptr, nullptr},
    Row{ListFormat::net_json, "net.BlockList", nullptr, nullptr},
};

const Row& row_of(ListFormat format) {
  return *std::ranges::find(rows, format, &Row::format);
}

}  // namespace

std::optional<ListFormat> detect_format(std::string_view line) noexcept {
  const std::string_view text = trimmed(line);
  if (text.empty() || !comment_mark(text).empty()) return std::nullopt;
  for (const Row& row : rows) {
    if (row.recognizes != nullptr && row.recognizes(text)) return row.format;
  }
  return ListFormat::plain;
}

std::unique_ptr<LineFormat> make_line_format(ListFormat format) {
  return row_of(format).make();
}

}  // namespace internal

std::string_view format_name(ListFormat format) noexcept {
  return internal::row_of(format).name;
}

}  // namespace netkit
