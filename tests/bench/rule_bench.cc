// SPDX-License-Identifier: MIT
// How many rules a second are read on one core, and how much of a list.
#include <benchmark/benchmark.h>
#include <netkit/blocklist/format/list_reader.h>

#include <random>
#include <string>
#include <vector>

namespace {

using netkit::Rule;

Rule v4_address(std::mt19937_64& random) {
  return netkit::IpAddress::v4(static_cast<std::uint32_t>(random()));
}
Rule v4_block(std::mt19937_64& random) {
  const auto length = static_cast<int>(16 + random() % 17);
  return netkit::Cidr::of(netkit::IpAddress::v4(static_cast<std::uint32_t>(random())), length)->masked();
}
Rule v6_block(std::mt19937_64& random) {
  return netkit::Cidr::of(netkit::IpAddress::v6(random(), 0), static_cast<int>(32 + random() % 33))->masked();
}

/// More of them than any branch predictor remembers, the same in each run.
std::vector<std::string> texts(Rule (*make)(std::mt19937_64&)) {
  std::vector<std::string> made;
  std::mt19937_64 random(1);
  for (int i = 0; i < 1 << 16; ++i) made.push_back(netkit::to_string(make(random)));
  return made;
}

void parse_rule(benchmark::State& state, Rule (*make)(std::mt19937_64&)) {
  const auto all = texts(make);
  for (auto _ : state) {
    for (const std::string& text : all) benchmark::DoNotOptimize(netkit::parse_rule(text));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(all.size()));
}
BENCHMARK_CAPTURE(parse_rule, v4_addresses, v4_address);
BENCHMARK_CAPTURE(parse_rule, v4_blocks, v4_block);
BENCHMARK_CAPTURE(parse_rule, v6_blocks, v6_block);

class Counter final : public netkit::ListSink {
 public:
  void on_rule(const Rule&, const netkit::ListPlace&, std::string_view) override { ++rules_; }
  void on_fault(const netkit::ListFault&) override {}
  std::uint64_t rules() const { return rules_; }

 private:
  std::uint64_t rules_ = 0;
};

void read_list(benchmark::State& state, Rule (*make)(std::mt19937_64&)) {
  constexpr std::size_t piece = 262'144;
  std::string text;
  for (const std::string& line : texts(make)) text += line + '\n';
  for (auto _ : state) {
    Counter counter;
    netkit::ListReader reader(counter);
    for (std::size_t at = 0; at < text.size(); at += piece) {
      reader.read(std::string_view(text).substr(at, piece));
    }
    reader.finish();
    benchmark::DoNotOptimize(counter.rules());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK_CAPTURE(read_list, v4_addresses, v4_address);
BENCHMARK_CAPTURE(read_list, v4_blocks, v4_block);
BENCHMARK_CAPTURE(read_list, v6_blocks, v6_block);

}  // namespace
