// SPDX-License-Identifier: MIT
#include <netkit/blocklist/internal/rule_finder.h>

#include <netkit/blocklist/internal/rule_intervals.h>

#include <queue>
#include <utility>

namespace netkit {
namespace {

/// The values that one rule matches.
template <typename Value>
struct Claim {
  Interval<Value> values;
  Uint128 more;  // the number of addresses of the whole rule, less one
  std::uint32_t rule;
};

/// Orders claims so that the one that decides is the greatest.
template <typename Value>
struct Weaker {
  bool operator()(const Claim<Value>& one, const Claim<Value>& other) const {
    return one.more != other.more ? one.more > other.more : one.rule > other.rule;
  }
};

/// Goes through all values in ascending order and keeps the claims that have begun.
template <typename Value>
class Sweep {
 public:
  static RuleSegments<Value> over(std::vector<Claim<Value>> claims) {
    std::ranges::sort(claims, {}, [](const Claim<Value>& one) { return one.values.first; });
    Sweep sweep;
    for (const Claim<Value>& one : claims) {
      if (one.values.first > sweep.next_) sweep.go_through(one.values.first - 1);
      sweep.open_.push(one);
    }
    sweep.go_through(Interval<Value>::most);
    return std::move(sweep.segments_);
  }

 private:
  /// Appends the segments up to `last`. No other claim begins before.
  void go_through(Value last) {
    for (bool more = true; more;) {
      while (!open_.empty() && open_.top().values.last < next_) open_.pop();
      const bool free = open_.empty();
      segments_.append(next_, free ? RuleSegments<Value>::no_rule : open_.top().rule);
      const Value end = free ? last : std::min(last, open_.top().values.last);
      more = end < last;
      next_ = end + 1;
    }
  }

  Value next_ = 0;
  std::priority_queue<Claim<Value>, std::vector<Claim<Value>>, Weaker<Value>> open_;  // some have ended
  RuleSegments<Value> segments_;
};

struct Claims {
  explicit Claims(std::span<const Rule> rules) {
    for (const Rule& one : rules) {
      const IpRange addresses = addresses_of(one);
      more = value_of(addresses.last()) - value_of(addresses.first());
      internal::for_each_interval(one, *this);
      ++rule;
    }
  }

  void v4(const Interval<std::uint32_t>& values) { to_v4.push_back({values, more, rule}); }
  void mapped(const Interval<std::uint32_t>& values) { to_mapped.push_back({values, more, rule}); }
  void v6(const Interval<Uint128>& values) { to_v6.push_back({values, more, rule}); }

  std::vector<Claim<std::uint32_t>> to_v4, to_mapped;
  std::vector<Claim<Uint128>> to_v6;
  std::uint32_t rule = 0;
  Uint128 more = 0;
};

}  // namespace

RuleFinder::RuleFinder(std::span<const Rule> rules) {
  Claims claims(rules);
  v6_ = Sweep<Uint128>::over(std::move(claims.to_v6));
  if (!claims.to_mapped.empty()) {
    claims.to_mapped.insert(claims.to_mapped.end(), claims.to_v4.begin(), claims.to_v4.end());
    mapped_ = Sweep<std::uint32_t>::over(std::move(claims.to_mapped));
  }
  v4_ = Sweep<std::uint32_t>::over(std::move(claims.to_v4));
}

std::optional<std::size_t> RuleFinder::find(const IpAddress& address) const noexcept {
  const auto low = static_cast<std::uint32_t>(address.low());
  std::uint32_t rule = 0;
  if (address.is_v4_mapped()) {
    rule = (mapped_ ? *mapped_ : v4_).at(low);
  } else {
    rule = address.is_v4() ? v4_.at(low) : v6_.at(value_of(address));
  }
  if (rule == RuleSegments<Uint128>::no_rule) return std::nullopt;
  return rule;
}

}  // namespace netkit
