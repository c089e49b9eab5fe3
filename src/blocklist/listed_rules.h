// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/base/export.h>
#include <netkit/blocklist/block_list.h>
#include <netkit/blocklist/internal/lazy.h>
#include <netkit/blocklist/internal/rule_finder.h>
#include <netkit/blocklist/rule.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// A block list that knows which file and line each of its rules comes from.
class ListedRules {
 public:
  /// Sets the origin of the rules that are added next: the name of a file or of an option.
  void begin(std::string_view origin);
  /// `line` counts from 1; 0 if the origin has no lines. `label` is the text after the rule.
  void add(const Rule& rule, std::uint64_t line = 0, std::string_view label = {});

  const BlockList& list() const noexcept { return list_; }
  std::size_t size() const noexcept { return list_.size(); }

  // `index` is the position of a rule in list().in_order(), from 0.

  const Rule& rule(std::size_t index) const { return list_.in_order()[index]; }
  std::string_view label(std::size_t index) const;
  /// "bad.txt:12", or "--deny" for an origin without lines.
  std::string source(std::size_t index) const;

  /// The index of the rule that decides about the address: of the rules that match it the one with the fewest
  /// addresses, and of several such rules the first. Nothing if list().check() is false. The first call after
  /// add() sorts the rules, which may throw std::bad_alloc. Any number of threads may call this while none
  /// adds rules.
  std::optional<std::size_t> find(const IpAddress& address) const;

 private:
  struct Source {
    std::uint32_t origin;
    std::uint32_t line;
  };
  struct Label {
    std::size_t rule;
    std::string text;
  };

  BlockList list_;
  std::vector<Source> sources_;  // of each rule
  std::vector<std::string> origins_;
  std::vector<Label> labels_;  // of those rules that have one
  Lazy<RuleFinder> finder_;
};

// Example:
//
//     ListedRules rules;
//     rules.begin("bad.txt");
//     rules.add(*parse_rule("10.0.0.0/8"), 7, "SBL123");
//     rules.add(*parse_rule("10.1.0.0/16"), 9);
//     const auto found = rules.find(*IpAddress::parse("10.1.2.3"));
//     assert(found && rules.source(*found) == "bad.txt:9");
//     assert(rules.label(*rules.find(*IpAddress::parse("10.2.0.1"))) == "SBL123");

}  // namespace netkit
