// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/list_writer.h>

#include <netkit/blocklist/format/internal/export_text.h>

#include <algorithm>

namespace netkit {
namespace {

using internal::bare_text;
using internal::ExportText;
using internal::is_single;

/// A line for each block: the text before and after the block.
void write_blocks(const AddressSet& set, std::string_view before, std::string_view behind, ExportText& text) {
  set.each_cidr([&](const Cidr& block) { text << before << bare_text(block) << behind << "\n"; });
}

void write_ranges(const AddressSet& set, ExportText& text) {
  set.each_range([&](const IpRange& range) { text << bare_text(range) << "\n"; });
}

void write_json(const AddressSet& set, ExportText& text) {
  std::string_view before = "[\n  \"";
  set.each_cidr([&](const Cidr& block) {
    text << before << (is_single(block) ? net_text(block.address()) : net_text(block)) << "\"";
    before = ",\n  \"";
  });
  text << (set.empty() ? "[]\n" : "\n]\n");
}

/// "-4" and "-6" make each of the two programs skip the lines of the other. Declaring the chain empties it.
void write_iptables(const AddressSet& set, const std::string& name, ExportText& text) {
  text << "*filter\n:" << name << " - [0:0]\n";
  set.each_cidr([&](const Cidr& block) {
    text << (block.address().is_v4() ? "-4" : "-6") << " -A " << name << " -s " << bare_text(block)
         << " -j DROP\n";
  });
  text << "COMMIT\n";
}

/// IPv4 masks are written in full, which every version of the library reads, except /32, which it refuses.
std::string hosts_text(const Cidr& block) {
  if (block.address().is_v6()) {
    return '[' + block.address().to_string() + "]/" + std::to_string(block.length());
  }
  if (is_single(block)) return block.address().to_string();
  const std::uint32_t mask = ~static_cast<std::uint32_t>(0xffff'ffffULL >> block.length());
  return block.address().to_string() + '/' + IpAddress::v4(mask).to_string();
}

void write_hosts_deny(const AddressSet& set, ExportText& text) {
  set.each_cidr([&](const Cidr& block) { text << "ALL: " << hosts_text(block) << "\n"; });
}

}  // namespace

std::optional<ExportFormat> parse_export_format(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(export_formats, name, &ExportFormatName::word);
  if (found == export_formats.end()) return std::nullopt;
  return found->meaning;
}

void write_list(const AddressSet& set, ExportFormat format,
                const std::function<void(std::string_view)>& write, const ExportOptions& options) {
  ExportText text(write);
  switch (format) {
    case ExportFormat::plain:
      write_blocks(set, "", "", text);
      break;
    case ExportFormat::ranges:
      write_ranges(set, text);
      break;
    case ExportFormat::json:
      write_json(set, text);
      break;
    case ExportFormat::ipset:
      internal::write_ipset(set, options.name, text);
      break;
    case ExportFormat::nft:
      internal::write_nft(set, options.name, text);
      break;
    case ExportFormat::iptables:
      write_iptables(set, options.name, text);
      break;
    case ExportFormat::nginx:
      write_blocks(set, "deny ", ";", text);
      break;
    case ExportFormat::hosts_deny:
      write_hosts_deny(set, text);
      break;
  }
  text.flush();
}

}  // namespace netkit
