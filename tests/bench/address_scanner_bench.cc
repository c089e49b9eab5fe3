// SPDX-License-Identifier: MIT
// How much text a second AddressScanner looks through on one core.
#include <benchmark/benchmark.h>
#include <netkit/blocklist/address_scanner.h>

#include <random>
#include <string>

namespace {

using netkit::IpAddress;

constexpr std::size_t size = std::size_t{1} << 20;

template <typename MakeLine>
std::string text_of(MakeLine make_line) {
  std::mt19937_64 random(1);
  std::string text;
  while (text.size() < size) text += make_line(random);
  return text;
}

std::string v4_text(std::mt19937_64& random) {
  return IpAddress::v4(static_cast<std::uint32_t>(random())).to_string();
}

std::string v6_text(std::mt19937_64& random) {
  return IpAddress::v6(0x2001'0db8'0000'0000 | random() % 65536, random()).to_string();
}

std::string web_log(std::mt19937_64& random) {
  return v4_text(random) +
         " - - [22/Nov/2026:08:00:01 +0000] \"GET /index.html?a=" + std::to_string(random() % 999999) +
         " HTTP/1.1\" 200 " + std::to_string(random() % 99999) + "\n";
}

std::string web_log_v6(std::mt19937_64& random) {
  return v6_text(random) + " - - [22/Nov/2026:08:00:01 +0000] \"GET /index.html\" 200 " +
         std::to_string(random() % 99999) + "\n";
}

std::string json_log(std::mt19937_64& random) {
  return "{\"time\":\"2026-11-22T08:00:01.250Z\",\"level\":3,\"peer\":\"" + v4_text(random) +
         "\",\"mac\":\"aa:bb:cc:dd:ee:ff\",\"took\":" + std::to_string(random() % 9999) + "}\n";
}

std::string addresses(std::mt19937_64& random) {
  return v4_text(random) + "\n";
}

std::string prose(std::mt19937_64& random) {
  return "Of all that was said there, e.g. at 12:30, nothing was new; std::uint" +
         std::to_string(random() % 64) + ".\n";
}

void scan(benchmark::State& state, std::string (*make_line)(std::mt19937_64&)) {
  const std::string text = text_of(make_line);
  std::int64_t addresses = 0;
  for (auto _ : state) {
    netkit::AddressScanner scanner(text);
    while (const auto found = scanner.next()) {
      benchmark::DoNotOptimize(found->address);
      ++addresses;
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  if (addresses > 0) state.SetItemsProcessed(addresses);  // the spread of nothing is no number in JSON
}
BENCHMARK_CAPTURE(scan, web_log, web_log);
BENCHMARK_CAPTURE(scan, web_log_v6, web_log_v6);
BENCHMARK_CAPTURE(scan, json_log, json_log);
BENCHMARK_CAPTURE(scan, addresses, addresses);
BENCHMARK_CAPTURE(scan, prose, prose);

}  // namespace
