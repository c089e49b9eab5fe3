// SPDX-License-Identifier: MIT
// The benchmarks beside the driver that Google Benchmark runs: functions of the library, without a process
// between.
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "job.h"

namespace netkit::bench {

namespace {

std::vector<std::string> programs(const Setting& setting) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(setting.limit(""))) {
    if (entry.is_regular_file() && entry.path().string().ends_with("_bench")) found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

/// Seconds for one of the units that Google Benchmark names.
double scale_of(const std::string& unit) {
  return unit == "s" ? 1 : unit == "ms" ? 1e-3 : unit == "us" ? 1e-6 : 1e-9;
}

std::string rate_of(const nlohmann::json& row) {
  if (row.contains("items_per_second")) return figures(row["items_per_second"].get<double>() / 1e6) + " M/s";
  if (row.contains("bytes_per_second")) return figures(row["bytes_per_second"].get<double>() / 1e6) + " MB/s";
  return "";
}

void add_rows(const std::string& program, const Setting& setting, Table& table) {
  const auto result = nlohmann::json::parse(
      output_of({program, "--benchmark_format=json", "--benchmark_enable_random_interleaving=true",
                 "--benchmark_repetitions=" + std::to_string(setting.rounds().counted),
                 "--benchmark_min_time=" + setting.pick<std::string>("0.02", "0.1")}));
  for (const auto& row : result.at("benchmarks")) {
    if (row.value("aggregate_name", "") != "median") continue;
    const double seconds = row.at("cpu_time").get<double>() * scale_of(row.at("time_unit"));
    table.add({std::filesystem::path(program).filename(), row.at("run_name"), figures(seconds * 1e6) + " µs",
               rate_of(row)});
  }
}

}  // namespace

void in_process(const Setting& setting, Report& report) {
  Table table({"program", "benchmark", "processor time of an iteration, median", "rate, median"});
  for (const std::string& program : programs(setting)) add_rows(program, setting, table);
  if (table.empty()) throw CannotRun("there is no such benchmark");
  report.note(table.text() + "\nThe repetitions of all benchmarks of a program are run in random order.");
}

}  // namespace netkit::bench
