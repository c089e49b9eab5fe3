// SPDX-License-Identifier: MIT
#include "cli/report/report.h"

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "cli/report/printable.h"

namespace netkit::cli {
namespace {

// Made for the first line, since most runs print none.
spdlog::logger& logger() {
  static spdlog::logger instance = [] {
    spdlog::logger made("netkit", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made.set_pattern("netkit: %v");
    return made;
  }();
  return instance;
}

}  // namespace

void print_line(std::string_view line) {
  std::string shown;
  append_printable(shown, line);
  logger().info("{}", shown);
}

Report::Report(const CommonSettings& settings) : verbosity_(settings.verbosity) {
  if (settings.events) events_.emplace(*settings.events);
}

void Report::say(int verbosity, std::string_view line) const {
  if (verbosity <= verbosity_ && lines_allowed()) print_line(line);
}

void Report::event(std::string_view name, const EventFields& fields) {
  if (events_) events_->write(name, fields);
}

int Report::conclude(const Exit& exit) {
  if (lines_allowed()) {
    for (const std::string& line : exit.lines) print_line(line);
  }
  event("exit", {{"status", std::int64_t{exit.code()}},
                 {"cause", std::string(cause_text(exit.status))},
                 {"message", fmt::format("{}", fmt::join(exit.lines, "; "))}});
  return exit.code();
}

}  // namespace netkit::cli
