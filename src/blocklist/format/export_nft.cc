// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/export_text.h>

namespace netkit::internal {
namespace {

/// Elements per command: nft is much slower with one huge command than with several.
constexpr std::size_t elements_a_command = 10'000;

void write_elements(const AddressSet& set, Family family, const std::string& where, ExportText& text) {
  std::size_t written = 0;
  set.each_range([&](const IpRange& range) {
    if (range.first().family() != family) return;
    if (written % elements_a_command != 0) {
      text << ",\n  ";
    } else {
      text << (written == 0 ? "" : " }\n") << "add element " << where << " { ";
    }
    text << bare_text(range);
    ++written;
  });
  if (written > 0) text << " }\n";
}

}  // namespace

/// The whole file is one transaction. Adding a table or set that exists changes nothing.
void write_nft(const AddressSet& set, const std::string& name, ExportText& text) {
  text << "# Rules that use the sets, for example:\n"
       << "#   nft add chain inet " << name << " input '{ type filter hook input priority -10; }'\n"
       << "#   nft add rule inet " << name << " input ip saddr @blocked_v4 drop\n"
       << "#   nft add rule inet " << name << " input ip6 saddr @blocked_v6 drop\n"
       << "add table inet " << name << "\n";
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    const std::string version = family == Family::ipv4 ? "v4" : "v6";
    const std::string where = "inet " + name + " blocked_" + version;
    text << "add set " << where << " { type ip" << version << "_addr; flags interval; }\n"
         << "flush set " << where << "\n";
    write_elements(set, family, where, text);
  }
}

}  // namespace netkit::internal
