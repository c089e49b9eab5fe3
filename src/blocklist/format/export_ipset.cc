// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/export_text.h>

#include <algorithm>
#include <bit>

namespace netkit::internal {
namespace {

/// The blocks of one family. hash:net takes no block of length 0, so its two halves are written.
void each_entry(const AddressSet& set, Family family, const std::function<void(const Cidr&)>& visit) {
  set.each_cidr([&](const Cidr& block) {
    if (block.address().family() != family) return;
    if (block.length() > 0) return visit(block);
    visit(*Cidr::of(block.first(), 1));
    visit(Cidr::of(block.last(), 1)->masked());
  });
}

/// Fills a new set and swaps it with the existing one, if there is one.
void write_family(const AddressSet& set, Family family, const std::string& name, ExportText& text) {
  std::size_t entries = 0;
  each_entry(set, family, [&entries](const Cidr&) { ++entries; });
  const std::size_t buckets = std::max<std::size_t>(std::bit_ceil(entries) / 4, 1024);
  const std::string made = name + "-new";
  // The default limit is 65536 entries. It must always be the same: "-exist" requires equal parameters.
  const std::string kind = std::string(" hash:net family ") + (family == Family::ipv4 ? "inet" : "inet6") +
                           " hashsize " + std::to_string(buckets) + " maxelem 4294967295 -exist\n";
  text << "create " << made << kind << "flush " << made << "\n";
  each_entry(set, family,
             [&](const Cidr& block) { text << "add " << made << " " << bare_text(block) << "\n"; });
  text << "create " << name << kind << "swap " << made << " " << name << "\ndestroy " << made << "\n";
}

}  // namespace

void write_ipset(const AddressSet& set, const std::string& name, ExportText& text) {
  write_family(set, Family::ipv4, name + "-v4", text);
  write_family(set, Family::ipv6, name + "-v6", text);
}

}  // namespace netkit::internal
