// SPDX-License-Identifier: MIT
#include <netkit/blocklist/address_scanner.h>

#include <string>
#include <vector>

#include "../blocklist/naive_scanner.h"
#include "require.h"

namespace netkit::fuzz {
namespace {

using AllFound = std::vector<FoundAddress>;

AllFound scan(std::string_view text) {
  AllFound all;
  AddressScanner scanner(text);
  while (const auto found = scanner.next()) all.push_back(*found);
  return all;
}

void check_same(const AllFound& found, const AllFound& expected, std::size_t moved) {
  require(found.size() == expected.size(), "as many addresses are found as the definition has");
  for (std::size_t i = 0; i < found.size(); ++i) {
    require(found[i].address == expected[i].address, "the addresses are those of the definition");
    require(found[i].offset == expected[i].offset + moved, "they are found where they stand");
    require(found[i].size == expected[i].size, "they have all of their text");
  }
}

void check_text(std::string_view text) {
  const AllFound found = scan(text);
  check_same(found, test::NaiveScanner(text).found(), 0);
  std::size_t end = 0;
  for (const FoundAddress& one : found) {
    require(one.offset >= end, "addresses come in order and do not overlap");
    end = one.offset + one.size;
    require(IpAddress::parse(text.substr(one.offset, one.size)) == one.address, "parse reads what is found");
  }
  if (const auto address = IpAddress::parse(text)) {
    require(found.size() == 1 && found[0].address == *address && found[0].size == text.size(),
            "what is an address is found in itself");
  }
  // Elsewhere in the blocks that are looked at.
  for (const std::size_t moved : {1U, 13U, 47U, 63U}) {
    check_same(scan(std::string(moved, ' ').append(text)), found, moved);
  }
}

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  netkit::fuzz::check_text(netkit::fuzz::as_text(data, size));
  return 0;
}
