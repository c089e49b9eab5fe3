// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/whole_networks.h>

namespace netkit::internal {
namespace {

/// The block with these two ends.
std::optional<Cidr> block_of(const IpRange& range) noexcept {
  for (int length = 0; length < Cidr::longest(range.first().family()); ++length) {
    const auto block = *Cidr::of(range.first(), length);
    if (block.first() == range.first() && block.last() == range.last()) return block;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Rule> whole_networks(const Rule& first, const Rule& last) noexcept {
  const auto* const begin = std::get_if<IpAddress>(&first);
  const auto* const end = std::get_if<IpAddress>(&last);
  if (begin == nullptr || end == nullptr || !(*begin < *end)) return std::nullopt;
  const auto range = IpRange::of(*begin, *end);
  if (!range) return std::nullopt;
  if (const auto block = block_of(*range)) return *block;
  const int length = begin->is_v4() ? 24 : 64;
  const bool are_whole =
      Cidr::of(*begin, length)->first() == *begin && Cidr::of(*end, length)->last() == *end;
  return are_whole ? std::optional<Rule>(*range) : std::nullopt;
}

}  // namespace netkit::internal
