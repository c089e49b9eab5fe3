// SPDX-License-Identifier: MIT
#include <netkit/addr/ip_range.h>

#include "fault.h"
#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = netkit::fuzz::as_text(data, size);
  using netkit::IpAddress;
  using netkit::IpRange;
  using netkit::fuzz::require;
  const auto range = IpRange::parse(text);
  if (!range) {
    netkit::fuzz::check_fault(text, range.error(), IpRange::parse);
    return 0;
  }
  const std::size_t dash = text.find('-');
  require(IpAddress::parse(text.substr(0, dash)) == range->first(), "the first stands before the dash");
  require(IpAddress::parse(text.substr(dash + 1)) == range->last(), "the last behind it");
  require(range->first() <= range->last(), "they are in order");
  require(range->contains(range->first()) && range->contains(range->last()), "both are in it");
  require(IpRange::parse(range->to_string()) == *range, "parse reads what to_string writes");
  return 0;
}
