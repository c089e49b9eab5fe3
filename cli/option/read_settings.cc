// SPDX-License-Identifier: MIT
#include "cli/option/read_settings.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/option/environment.h"
#include "cli/option/options.h"
#include "cli/option/parse.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

template <typename Check>
std::optional<std::string> complaint_of(const Check& check) {
  try {
    check();
    return std::nullopt;
  } catch (const UsageError& error) {
    return error.what();
  }
}

/// Settings in the making: what was typed, and what came from the environment so far.
class Draft {
 public:
  Draft(const CommandSyntax& command, ParsedArguments typed) : command_(command), typed_(std::move(typed)) {}

  bool typed(std::string_view option) const {
    return std::ranges::find(typed_.options, option, &GivenOption::name) != typed_.options.end();
  }
  void add(const std::vector<GivenOption>& options) {
    added_.insert(added_.end(), options.begin(), options.end());
  }

  /// The table is bound to these settings, which are new.
  void apply_to(Settings& settings, const OptionTable& table) const {
    std::vector<GivenOption> given = added_;
    given.insert(given.end(), typed_.options.begin(), typed_.options.end());
    apply_options(given, table);
    settings.operands = typed_.operands;
  }
  Settings settings() const {
    Settings made;
    apply_to(made, command_.options(made));
    return made;
  }

  /// The complaint about a value that cannot be, or about options that exclude each other.
  std::optional<std::string> conflict() const {
    return complaint_of([this] { check_conflicts(settings()); });
  }
  /// The same, or about the address, if there is one.
  std::optional<std::string> problem() const {
    return complaint_of([this] { check(settings()); });
  }
  void check(const Settings& made) const {
    check_conflicts(made);
    if (command_.where == nullptr) return;
    if (made.common.unix_path || made.common.fd || !made.operands.empty()) (void)command_.where(made);
  }
  bool has_added() const { return !added_.empty(); }

 private:
  const CommandSyntax& command_;
  ParsedArguments typed_;
  std::vector<GivenOption> added_;
};

/// In the words of the variable: it is what the user wrote, not the option.
[[noreturn]] void refuse(const FromVariable& from, std::string_view complaint) {
  const std::string prefix = from.options.front().name + ": ";
  if (complaint.starts_with(prefix)) complaint.remove_prefix(prefix.size());
  throw UsageError(fmt::format("{}: {}", from.variable, complaint));
}

/// -v and -q are no usage error together, but whichever is typed is meant.
bool is_typed(const Draft& typed, const std::string& option) {
  if (option == "--verbose" || option == "--quiet") return typed.typed("--verbose") || typed.typed("--quiet");
  return typed.typed(option);
}

void add_from_environment(Draft& draft, const Draft& typed, const CommandSyntax& command,
                          const OptionRow& row) {
  if (is_typed(typed, row.long_name())) return;
  const FromVariable from = from_environment(command.name, row);
  if (from.options.empty()) return;
  Draft alone(command, {}), beside_typed = typed;
  alone.add(from.options);
  beside_typed.add(from.options);
  if (const auto complaint = alone.conflict()) refuse(from, *complaint);
  if (beside_typed.conflict()) return;  // displaced
  if (const auto complaint = alone.problem()) refuse(from, *complaint);
  if (beside_typed.problem()) return;  // displaced by the operands
  draft.add(from.options);
  if (const auto complaint = draft.problem()) refuse(from, *complaint);
}

}  // namespace

Settings read_settings(const CommandSyntax& command, const std::vector<std::string>& arguments) {
  Settings settings;
  const OptionTable table = command.options(settings);
  const Draft typed(command, parse_arguments(arguments, table));
  typed.apply_to(settings, table);
  typed.check(settings);
  Draft draft = typed;
  for (const OptionGroup& group : table) {
    for (const OptionRow& row : group.rows) add_from_environment(draft, typed, command, row);
  }
  if (draft.has_added()) settings = draft.settings();
  check_settings(settings);
  return settings;
}

}  // namespace netkit::cli
