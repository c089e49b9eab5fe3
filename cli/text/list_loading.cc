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

/// "2 of 5 lines are not rules".
std::string count_text(const ListSummary& summary) {
  const bool is_json = summary.format == ListFormat::json || summary.format == ListFormat::net_json;
  const std::uint64_t all = summary.faults + (is_json ? summary.rules : summary.lines_with_rules);
  const std::string_view noun = is_json ? (all == 1 ? "entry" : "entries") : (all == 1 ? "line" : "lines");
  return fmt::format("{} of {} {} {}", summary.faults, all, noun,
                     summary.faults == 1 ? "is not a rule" : "are not rules");
}

/// What would read a text with leading zeros, in brackets.
std::string decimal_note(const std::string& path, const Rule& rule, ZerosAdvice advice) {
  const std::string reader = advice == ZerosAdvice::octets_option
                                 ? "--octets decimal"
                                 : fmt::format("'netkit blocklist merge --octets decimal -f {}'", path);
  return fmt::format(" ({} reads it as {})", reader, to_string(rule));
}

/// Passes rules on, and composes warnings about the lines that are not rules.
class FileSink final : public ListSink {
 public:
  FileSink(const std::string& path, RuleSink& sink, ZerosAdvice advice)
      : path_(path), sink_(sink), advice_(advice) {}

  void on_rule(const Rule& rule, const ListPlace& place, std::string_view label) override {
    sink_.add(rule, place.line, label);
  }

  void on_fault(const ListFault& fault) override {
    std::string note = fault.decimal ? decimal_note(path_, *fault.decimal, advice_) : "";
    last_ = fmt::format("{}:{}:{}: {}{}", path_, fault.place.line, fault.place.column, fault.what, note);
    if (warnings_.size() < most_warnings) warnings_.push_back(last_);
  }

  const std::vector<std::string>& warnings() const { return warnings_; }
  /// About the last bad line.
  const std::string& last() const { return last_; }

 private:
  const std::string& path_;
  RuleSink& sink_;
  ZerosAdvice advice_;
  std::vector<std::string> warnings_;
  std::string last_;
};

[[noreturn]] void refuse(const ListInput& input, const std::string& problem) {
  throw UsageError(input.option.empty() ? problem : fmt::format("{}: {}", input.option, problem));
}

/// Whether the file can have no other use than to be empty.
bool is_empty_by_name(const std::string& path) {
  return path == "/dev/null";
}

/// Refuses what is no list, or not all of one.
void examine(const ListInput& input, const ListSummary& summary, const FileSink& read, bool strict) {
  const std::string& path = *input.file();
  if (strict && summary.faults > 0) refuse(input, read.warnings().front());
  if (strict && summary.rules == 0 && !is_empty_by_name(path)) {
    refuse(input, fmt::format("'{}' has no rules", path));
  }
  if (summary.is_cut_off) refuse(input, fmt::format("'{}' is damaged or incomplete ({})", path, read.last()));
  if (summary.is_no_list()) {
    refuse(input, fmt::format("'{}' does not look like a list: {} ({})", path, count_text(summary),
                              read.warnings().front()));
  }
}

void warn(const LoadOptions& options, const std::string& path, const FileSink& read,
          const ListSummary& summary) {
  for (const std::string& line : read.warnings()) options.warn(line);
  if (summary.faults > 0) options.warn(fmt::format("{}: {}", path, count_text(summary)));
  if (summary.rules == 0 && !is_empty_by_name(path)) options.warn(fmt::format("'{}' has no rules", path));
}

ListSummary load_file(const ListInput& input, RuleSink& sink, const LoadOptions& options) {
  const std::string& path = *input.file();
  sink.begin(path);
  FileSink read(path, sink, options.advice);
  const auto summary = read_list(path, read, options.reading);
  if (!summary) refuse(input, fmt::format("cannot read '{}': {}", path, summary.error().code.message()));
  examine(input, *summary, read, options.strict);
  warn(options, path, read, *summary);
  return *summary;
}

Rule rule_of(const ListInput& input, const LoadOptions& options) {
  if (const auto* const rule = std::get_if<Rule>(&input.list)) return *rule;
  return rule_value(input.option, std::get<RuleText>(input.list).text, options.reading.octets,
                    options.advice);
}

}  // namespace

ListSummary load_list(const ListInput& input, RuleSink& sink, const LoadOptions& options) {
  if (input.file() != nullptr) return load_file(input, sink, options);
  const Rule rule = rule_of(input, options);
  sink.begin(input.option);
  sink.add(rule, 0, {});
  return {.rules = 1, .lines_with_rules = 1};
}

Rule rule_value(std::string_view option, std::string_view value, Octets octets, ZerosAdvice advice) {
  const auto rule = parse_rule(value, octets);
  if (rule) return *rule;
  const auto& [offset, problem] = rule.error();
  std::string note = offset < value.size() ? fmt::format(" (byte {})", offset + 1) : "";
  if (const auto decimal = parse_rule(value, Octets::decimal)) {
    note = advice == ZerosAdvice::octets_option
               ? fmt::format(" (--octets decimal reads it as {})", to_string(*decimal))
               : fmt::format(" (if it is decimal, write {})", to_string(*decimal));
  }
  throw UsageError(fmt::format("{}: '{}' is not an address, CIDR block or range FIRST-LAST: {}{}", option,
                               value, problem_text(problem), note));
}

}  // namespace netkit::cli
