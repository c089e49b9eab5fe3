// SPDX-License-Identifier: MIT
#include <netkit/addr/cidr.h>

#include <string>

#include "fault.h"
#include "require.h"

namespace netkit::fuzz {
namespace {

void check_block(const Cidr& block) {
  require(Cidr::parse(block.to_string()) == block, "parse reads what to_string writes");
  require(block.contains(block.address()) && block.contains(block.first()) && block.contains(block.last()),
          "a block has its own addresses");
  require(block.first() <= block.address() && block.address() <= block.last(), "and they are in order");
  require(block.contains(block.masked()) && block.masked().contains(block), "masked is the same block");
  require(Cidr::of(block.first(), block.length()) == block.masked(), "masked begins with the first address");
  if (block.length() > 0) {
    const Cidr wider = *Cidr::of(block.address(), block.length() - 1);
    require(wider.contains(block) && !block.contains(wider), "a shorter prefix is a larger block");
  }
}

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = netkit::fuzz::as_text(data, size);
  const auto block = netkit::Cidr::parse(text);
  if (!block) {
    netkit::fuzz::check_fault(text, block.error(), netkit::Cidr::parse);
    return 0;
  }
  const std::size_t slash = text.find('/');
  netkit::fuzz::require(netkit::IpAddress::parse(text.substr(0, slash)) == block->address(),
                        "the address stands before the slash");
  netkit::fuzz::require(std::to_string(block->length()) == text.substr(slash + 1), "the length behind it");
  netkit::fuzz::check_block(*block);
  return 0;
}
