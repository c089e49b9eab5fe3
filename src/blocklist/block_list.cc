// SPDX-License-Identifier: MIT
#include <netkit/base/net_errc.h>
#include <netkit/blocklist/block_list.h>

#include <algorithm>
#include <array>

namespace netkit {
namespace {

// compiled
bool matches(const IpRange& range, const IpAddress& address) {
  const IpAddress first = range.first().unmapped(), last = range.last().unmapped();
  if (first.is_v4() && last.is_v4()) {
    const IpAddress one = address.unmapped();
    return one.is_v4() && first <= one && one <= last;
  }
  return address.is_v6() && range.first() <= address && address <= range.last();
}

bool matches(const IpAddress& rule, const IpAddress& address) {
  return rule.unmapped() == address.unmapped();
}

bool matches(const Cidr& block, const IpAddress& address) {
  if (block.address().is_v4()) return block.contains(address.unmapped());
  return block.contains(address.is_v4() ? IpAddress::v6(address.high(), address.low()) : address);
}

}  // namespace

void BlockList::add(const Rule& rule) {
  rules_.push_back(rule);
}

Result<void> BlockList::add_range(const IpAddress& first, const IpAddress& last) {
  const auto range = IpRange::of(first, last);
  if (!range) return std::unexpected(net_error(NetErrc::invalid_arg_value, "must come before end"));
  add(*range);
  return {};
}

Result<void> BlockList::add_subnet(const IpAddress& network, int length) {
  const auto block = Cidr::of(network, length);
  if (!block) return std::unexpected(net_error(NetErrc::out_of_range));
  add(*block);
  return {};
}

Result<void> BlockList::add_cidr(std::string_view text) {
  const auto block = Cidr::parse(text);
  if (!block) return std::unexpected(net_error(NetErrc::invalid_arg_value));
  add(*block);
  return {};
}

bool BlockList::remove(const Rule& rule) {
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

void BlockList::clear() {
  rules_.clear();
}

bool BlockList::check(const IpAddress& address) const noexcept {
  return std::ranges::any_of(rules_, [&](const Rule& rule) {
    return std::visit([&](const auto& one) { return matches(one, address); }, rule);
  });
}

bool BlockList::check(std::string_view address, Family family) const noexcept {
  const auto parsed = IpAddress::parse(address.substr(0, address.find('%')));
  return parsed && parsed->family() == family && check(*parsed);
}

std::vector<std::string> BlockList::rules() const {
  std::vector<std::string> texts(rules_.size());
  std::ranges::transform(rules_, texts.rbegin(), net_text);
  return texts;
}

std::string BlockList::to_json() const {
  return "[]";
}
Result<std::size_t> BlockList::add_json(std::string_view) {
  return 0;
}
std::span<const Cidr> BlockList::private_ranges() noexcept {
  return {};
}

}  // namespace netkit
