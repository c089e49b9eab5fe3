// SPDX-License-Identifier: MIT
#include "cli/option/read_settings.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/option/datagrams.h"
#include "cli/option/environment.h"
#include "cli/option/exclusions.h"
#include "cli/option/location.h"
#include "cli/option/parse.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

/// Settings in the making: what was typed, and what came from the environment so far.
class Draft {
 public:
  Draft(const CommandRow& command, ParsedArguments given) : command_(command), given_(std::move(given)) {}

  bool has(std::string_view name) const {
    return std::ranges::any_of(given_.options,
                               [name](const GivenOption& one) { return one.option->name == name; });
  }
  void add(const std::vector<GivenOption>& options) {
    given_.options.insert(given_.options.end(), options.begin(), options.end());
  }

  Settings settings() const {
    Settings made;
    made.command = command_.name;
    apply_options(made, command_.options, given_.options);
    made.operands = given_.operands;
    return made;
  }
  /// Throws UsageError for options that exclude each other, or do not go with the operands.
  void check_exclusions(const Settings& made, Stage stage) const {
    cli::check_exclusions(made, command_.options, given_.options, stage);
  }
  /// The same, and for an address that makes no sense, if there is one.
  void check(const Settings& made) const {
    check_exclusions(made, Stage::more_may_come);
    if (command_.location == nullptr) return;
    if (made.common.unix_path || made.common.fd || !made.operands.empty()) (void)command_.location(made);
  }

  /// The complaint about a value that is not valid, or about options that exclude each other.
  std::optional<std::string> conflict() const {
    return complaint_of([this] { check_exclusions(settings(), Stage::more_may_come); });
  }
  /// The same, or about the address.
  std::optional<std::string> problem() const {
    return complaint_of([this] { check(settings()); });
  }

 private:
  template <typename Check>
  static std::optional<std::string> complaint_of(const Check& check) {
    try {
      check();
      return std::nullopt;
    } catch (const UsageError& error) {
      return error.what();
    }
  }

  const CommandRow& command_;
  ParsedArguments given_;
};

/// In the words of the variable: it is what the user wrote, not the option.
[[noreturn]] void refuse(const FromVariable& from, std::string_view complaint) {
  const std::string prefix = fmt::format("{}: ", from.options.front().option->name);
  if (complaint.starts_with(prefix)) complaint.remove_prefix(prefix.size());
  throw UsageError(fmt::format("{}: {}", from.variable, complaint));
}

/// -v and -q are no usage error together, but whichever is typed is meant.
bool is_typed(const Draft& typed, const Option& option) {
  if (option.name == "--verbose" || option.name == "--quiet")
    return typed.has("--verbose") || typed.has("--quiet");
  return typed.has(option.name);
}

void add_from_environment(Draft& draft, const Draft& typed, const CommandRow& command, const Option& option) {
  if (is_typed(typed, option)) return;
  const FromVariable from = from_environment(command.name, option);
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

bool accepts(const Option& option, std::string_view value) {
  Settings unused;
  try {
    option.apply(unused, option, value);
    return true;
  } catch (const UsageError&) {
    return false;
  }
}

/// A word that stands behind an option whose value needs '=' is an operand, but may have been meant as the
/// value: what to say of the first such word, if there is one.
std::string hint_at_equals_sign(const CommandRow& command, const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i + 1 < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string& next = arguments[i + 1];
    for (const Option& option : options_of(command.options)) {
      if (option.takes != Option::Takes::optional_value || option.name != arguments[i]) continue;
      if (!next.starts_with('-') && accepts(option, next))
        return fmt::format(" (a value of {0} needs '=', as in {0}={1})", option.name, next);
    }
  }
  return {};
}

}  // namespace

Settings read_settings(const CommandRow& command, const std::vector<std::string>& arguments) {
  const Draft typed(command, parse_arguments(arguments, command));
  Settings settings = typed.settings();
  try {
    typed.check(settings);
  } catch (const UsageError& error) {
    throw UsageError(error.what() + hint_at_equals_sign(command, arguments));
  }
  Draft draft = typed;
  if (!variables_of(command.name).empty()) {
    for (const Option& option : options_of(command.options))
      add_from_environment(draft, typed, command, option);
    settings = draft.settings();
  }
  draft.check_exclusions(settings, Stage::complete);
  limit_datagram_peers(settings);
  return settings;
}

}  // namespace netkit::cli
