// SPDX-License-Identifier: MIT
#include "cli/text/list_loading.h"

#include <fmt/core.h>
#include <netkit/blocklist/format/list_file.h>

#include <cstddef>
#include <vector>

#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

constexpr std::size_t most_warnings = 10;  // about one file

/// Passes rules on, and composes warnings about the lines that are not rules.
class FileSink final : public ListSink {
 public:
  FileSink(const std::string& path, RuleSink& sink) : path_(path), sink_(sink) {}

  void on_rule(const Rule& rule, const ListPlace& place, std::string_view label) override {
    sink_.add(rule, place.line, label);
  }

  void on_fault(const ListFault& fault) override {
    if (warnings_.size() == most_warnings) return;
    warnings_.push_back(fmt::format("{}:{}:{}: {}", path_, fault.place.line, fault.place.column, fault.what));
  }

  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  const std::string& path_;
  RuleSink& sink_;
  std::vector<std::string> warnings_;
};

[[noreturn]] void refuse(const ListInput& input, const std::string& problem) {
  throw UsageError(input.option.empty() ? problem : fmt::format("{}: {}", input.option, problem));
}

void warn(const LoadOptions& options, const std::string& path, const FileSink& read, std::uint64_t faults) {
  for (const std::string& line : read.warnings()) options.warn(line);
  if (faults > most_warnings) {
    const std::uint64_t more = faults - most_warnings;
    options.warn(
        fmt::format("{}: {} more {}", path, more, more == 1 ? "line is not a rule" : "lines are not rules"));
  }
}

std::uint64_t load_file(const ListInput& input, RuleSink& sink, const LoadOptions& options) {
  const std::string& path = *input.file();
  sink.begin(path);
  FileSink read(path, sink);
  const auto summary = read_list(path, read, options.reading);
  if (!summary) refuse(input, fmt::format("cannot read '{}': {}", path, summary.error().code.message()));
  if (options.strict && summary->faults > 0) refuse(input, read.warnings().front());
  if (summary->is_no_list()) {
    refuse(input, fmt::format("'{}' does not look like a list: {} of {} lines are not rules ({})", path,
                              summary->faults, summary->faults + summary->rules, read.warnings().front()));
  }
  warn(options, path, read, summary->faults);
  return summary->rules;
}

}  // namespace

std::uint64_t load_list(const ListInput& input, RuleSink& sink, const LoadOptions& options) {
  if (input.file() != nullptr) return load_file(input, sink, options);
  sink.begin(input.option);
  sink.add(std::get<Rule>(input.list), 0, {});
  return 1;
}

Rule rule_value(std::string_view option, std::string_view value, Octets octets) {
  const auto rule = parse_rule(value, octets);
  if (rule) return *rule;
  const auto& [offset, problem] = rule.error();
  throw UsageError(fmt::format("{}: '{}' is not an address, CIDR block or range FIRST-LAST: {}{}", option,
                               value, problem_text(problem),
                               offset < value.size() ? fmt::format(" (byte {})", offset + 1) : ""));
}

}  // namespace netkit::cli
