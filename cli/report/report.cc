// SPDX-License-Identifier: MIT
#include "cli/report/report.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "cli/report/print_line.h"

namespace netkit::cli {

Report::Report(const CommonSettings& settings) : verbosity_(settings.verbosity) {
  if (settings.events) events_.emplace(*settings.events);
}

void Report::say(int verbosity, std::string_view line) const {
  if (verbosity <= verbosity_ && lines_allowed()) print_line(line);
}

void Report::event(std::string_view name, const EventFields& fields) {
  if (events_) events_->write(name, fields);
}

std::vector<LineWriter*> Report::writers() {
  std::vector<LineWriter*> all{&message_writer()};
  if (events_) all.push_back(&events_->writer());
  return all;
}

int Report::conclude(const Exit& exit) {
  for (LineWriter* const writer : writers()) writer->expect_last_lines();
  if (lines_allowed()) {
    for (const std::string& line : exit.lines) print_line(line);
  }
  event("exit", {{"status", std::int64_t{exit.code()}},
                 {"cause", std::string(cause_text(exit.status))},
                 {"message", fmt::format("{}", fmt::join(exit.lines, "; "))}});
  if (events_) {
    events_->writer().flush();
    events_->report_lost();
  }
  message_writer().flush();
  return exit.code();
}

}  // namespace netkit::cli
