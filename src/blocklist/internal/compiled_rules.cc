// SPDX-License-Identifier: MIT
#include <netkit/blocklist/internal/compiled_rules.h>

#include <netkit/blocklist/internal/rule_intervals.h>

#include <utility>
#include <vector>

namespace netkit {
namespace {

struct MappedParts {
  void v4(const Interval<std::uint32_t>&) {}
  void mapped(const Interval<std::uint32_t>& one) { parts.push_back(one); }
  void v6(const Interval<Uint128>&) {}

  std::vector<Interval<std::uint32_t>> parts;
};

IntervalSet<std::uint32_t> mapped_only(std::span<const Rule> rules) {
  MappedParts mapped;
  for (const Rule& rule : rules) internal::for_each_interval(rule, mapped);
  return IntervalSet<std::uint32_t>::of(std::move(mapped.parts));
}

}  // namespace

CompiledRules::CompiledRules(std::span<const Rule> rules)
    : lookup_(AddressSet::of(rules)), mapped_(mapped_only(rules)) {}

}  // namespace netkit
