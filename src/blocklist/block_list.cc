// SPDX-License-Identifier: MIT
#include <netkit/blocklist/block_list.h>

#include <netkit/base/net_errc.h>

#include <algorithm>
#include <array>

namespace netkit {
namespace {

/// A value as Node.js prints it in error texts.
std::string received(const IpAddress& address) {
  const std::string family = address.is_v4() ? "ipv4" : "ipv6";
  return "Received SocketAddress { address: '" + address.to_string() + "', port: 0, family: '" + family +
         "', flowlabel: 0 }";
}

std::unexpected<Error> invalid(const std::string& what) {
  return std::unexpected(net_error(NetErrc::invalid_arg_value, "The argument " + what));
}

}  // namespace

void BlockList::add(const Rule& rule) {
  rules_.push_back(rule);
  compiled_.reset();
}

Result<void> BlockList::add_range(const IpAddress& first, const IpAddress& last) {
  const auto range = IpRange::of(first, last);
  if (first.family() != last.family())
    return invalid("'end' must be of the family of start. " + received(last));
  if (!range) return invalid("'start' must come before end. " + received(first));
  add(*range);
  return {};
}

Result<void> BlockList::add_subnet(const IpAddress& network, int length) {
  const auto block = Cidr::of(network, length);
  if (!block) {
    return std::unexpected(
        net_error(NetErrc::out_of_range, "The value of \"prefix\" is out of range. It must be >= 0 && <= " +
                                             std::to_string(Cidr::longest(network.family())) + ". Received " +
                                             std::to_string(length)));
  }
  add(*block);
  return {};
}

Result<void> BlockList::add_cidr(std::string_view text) {
  return add_cidrs({&text, 1});
}

Result<void> BlockList::add_cidrs(std::span<const std::string_view> texts) {
  std::vector<Rule> blocks;
  for (const std::string_view text : texts) {
    const auto block = Cidr::parse(text);
    if (!block) return invalid("'cidr' is invalid. Received '" + std::string(text) + "'");
    blocks.push_back(*block);
  }
  add_all(blocks);
  return {};
}

void BlockList::add_addresses(std::span<const IpAddress> addresses) {
  add_all(std::vector<Rule>(addresses.begin(), addresses.end()));
}

void BlockList::add_all(const std::vector<Rule>& rules) {
  rules_.insert(rules_.end(), rules.begin(), rules.end());
  compiled_.reset();
}

bool BlockList::remove(const Rule& rule) {
  compiled_.reset();
  return std::erase(rules_, rule) > 0;
}

bool BlockList::remove_range(const IpAddress& first, const IpAddress& last) {
  const auto range = IpRange::of(first, last);
  return range && remove(*range);
}

bool BlockList::remove_subnet(const IpAddress& network, int length) {
  const auto block = Cidr::of(network, length);
  return block && remove(*block);
}

bool BlockList::remove_cidr(std::string_view text) {
  const auto block = Cidr::parse(text);
  return block && remove(*block);
}

void BlockList::clear() {
  rules_.clear();
  compiled_.reset();
}

bool BlockList::check(const IpAddress& address) const {
  return compiled_.get(std::span(rules_)).match(address);
}

bool BlockList::check(std::string_view address, Family family) const {
  if (family == Family::ipv6) address = address.substr(0, address.find('%'));
  const auto parsed = IpAddress::parse(address);
  return parsed && parsed->family() == family && check(*parsed);
}

std::vector<std::string> BlockList::rules() const {
  std::vector<std::string> texts(rules_.size());
  std::ranges::transform(rules_, texts.rbegin(), net_text);
  return texts;
}

std::span<const Cidr> BlockList::private_ranges() noexcept {
  static constexpr std::array blocks{*Cidr::of(IpAddress::v4(0x0a00'0000), 8),
                                     *Cidr::of(IpAddress::v4(0xac10'0000), 12),
                                     *Cidr::of(IpAddress::v4(0xc0a8'0000), 16),
                                     *Cidr::of(IpAddress::v4(0x7f00'0000), 8),
                                     Cidr(IpAddress::v6(0, 1)),
                                     *Cidr::of(IpAddress::v4(0xa9fe'0000), 16),
                                     *Cidr::of(IpAddress::v6(0xfe80'0000'0000'0000, 0), 10),
                                     *Cidr::of(IpAddress::v6(0xfc00'0000'0000'0000, 0), 7)};
  return blocks;
}

}  // namespace netkit
