// SPDX-License-Identifier: MIT
#include <netkit/blocklist/listed_rules.h>

#include <algorithm>

namespace netkit {

void ListedRules::begin(std::string_view origin) {
  origins_.emplace_back(origin);
}

void ListedRules::add(const Rule& rule, std::uint64_t line, std::string_view label) {
  if (!label.empty()) labels_.push_back({size(), std::string(label)});
  sources_.push_back({static_cast<std::uint32_t>(origins_.size() - 1), static_cast<std::uint32_t>(line)});
  list_.add(rule);
  finder_.reset();
}

std::string_view ListedRules::label(std::size_t index) const {
  const auto found = std::ranges::lower_bound(labels_, index, {}, &Label::rule);
  return found != labels_.end() && found->rule == index ? std::string_view(found->text) : std::string_view();
}

std::string ListedRules::source(std::size_t index) const {
  const auto& [origin, line] = sources_[index];
  return line == 0 ? origins_[origin] : origins_[origin] + ':' + std::to_string(line);
}

std::optional<std::size_t> ListedRules::find(const IpAddress& address) const {
  return finder_.get(list_.in_order()).find(address);
}

}  // namespace netkit
