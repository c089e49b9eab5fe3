// SPDX-License-Identifier: MIT
// How long lists take to be made and asked, by their size.
#include <benchmark/benchmark.h>
#include <netkit/blocklist/address_lookup.h>
#include <netkit/blocklist/internal/rule_finder.h>

#include <random>
#include <vector>

namespace {

using namespace netkit;

using MakeRule = Cidr (*)(std::mt19937_64&);

Cidr v4_rule(std::mt19937_64& random) {
  return Cidr::of(IpAddress::v4(static_cast<std::uint32_t>(random())), static_cast<int>(20 + random() % 13))
      ->masked();
}

/// As lists of the world have them: below 2000::/3, from /32 to /64.
Cidr v6_rule(std::mt19937_64& random) {
  const std::uint64_t high = random() >> 3 | std::uint64_t{1} << 61;
  return Cidr::of(IpAddress::v6(high, 0), static_cast<int>(32 + random() % 33))->masked();
}

/// Half of them in one /32.
Cidr clustered_v6_rule(std::mt19937_64& random) {
  if (random() % 2 == 0) return v6_rule(random);
  return Cidr(IpAddress::v6(0x2001'0db8'0000'0000 | random() % (1U << 24), random()));
}

std::vector<Cidr> blocks_of(MakeRule rule, std::int64_t count) {
  std::mt19937_64 random(1);
  std::vector<Cidr> blocks;
  while (std::ssize(blocks) < count) blocks.push_back(rule(random));
  return blocks;
}

AddressSet set_of(const std::vector<Cidr>& blocks) {
  AddressSet::Builder builder;
  for (const Cidr& block : blocks) builder.add(block);
  return builder.build();
}

void merge(benchmark::State& state, MakeRule rule) {
  const auto blocks = blocks_of(rule, state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(set_of(blocks));
}
BENCHMARK_CAPTURE(merge, v4, v4_rule)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(merge, v6, v6_rule)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void compile(benchmark::State& state, MakeRule rule) {
  const AddressSet set = set_of(blocks_of(rule, state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(AddressLookup(set));
}
BENCHMARK_CAPTURE(compile, v4, v4_rule)->Arg(10)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(compile, v6, v6_rule)->Arg(10)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

void find_compile(benchmark::State& state, MakeRule rule) {
  const auto blocks = blocks_of(rule, state.range(0));
  const std::vector<Rule> rules(blocks.begin(), blocks.end());
  for (auto _ : state) benchmark::DoNotOptimize(RuleFinder(rules));
}
BENCHMARK_CAPTURE(find_compile, v4, v4_rule)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find_compile, v6, v6_rule)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

IpAddress random_v4(std::mt19937_64& random) {
  return IpAddress::v4(static_cast<std::uint32_t>(random()));
}

IpAddress random_v6(std::mt19937_64& random) {
  return IpAddress::v6(random() >> 3 | std::uint64_t{1} << 61, random());
}

void ask(benchmark::State& state, const AddressLookup& lookup, const std::vector<IpAddress>& addresses) {
  for (auto _ : state) {
    std::size_t found = 0;
    for (const IpAddress& address : addresses) found += lookup.contains(address) ? 1 : 0;
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(state.iterations() * std::ssize(addresses));
}

constexpr std::size_t questions = std::size_t{1} << 16;

void lookup_random(benchmark::State& state, MakeRule rule, IpAddress (*address)(std::mt19937_64&)) {
  const AddressLookup lookup(set_of(blocks_of(rule, state.range(0))));
  std::mt19937_64 random(2);
  std::vector<IpAddress> addresses;
  while (addresses.size() < questions) addresses.push_back(address(random));
  ask(state, lookup, addresses);
}

/// Each address is in a rule.
void lookup_hits(benchmark::State& state, MakeRule rule) {
  const auto blocks = blocks_of(rule, state.range(0));
  std::mt19937_64 random(2);
  std::vector<IpAddress> addresses;
  while (addresses.size() < questions) addresses.push_back(blocks[random() % blocks.size()].last());
  ask(state, AddressLookup(set_of(blocks)), addresses);
}

BENCHMARK_CAPTURE(lookup_random, v4, v4_rule, random_v4)->Arg(10)->Arg(1'000)->Arg(1'000'000);
BENCHMARK_CAPTURE(lookup_random, v6, v6_rule, random_v6)->Arg(10)->Arg(1'000)->Arg(1'000'000);
BENCHMARK_CAPTURE(lookup_random, clustered_v6, clustered_v6_rule, random_v6)->Arg(1'000'000);
BENCHMARK_CAPTURE(lookup_hits, v4, v4_rule)->Arg(10)->Arg(1'000)->Arg(1'000'000);
BENCHMARK_CAPTURE(lookup_hits, v6, v6_rule)->Arg(10)->Arg(1'000)->Arg(1'000'000);
BENCHMARK_CAPTURE(lookup_hits, clustered_v6, clustered_v6_rule)->Arg(1'000'000);

}  // namespace
