// SPDX-License-Identifier: MIT
#include "cli/option/parse.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <utility>

#include "cli/option/suggest.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Bound = std::vector<std::pair<const OptionRow*, CLI::Option*>>;

bool looks_like_option(std::string_view argument) {
  return argument.size() > 1 && argument.front() == '-';
}

// Generous: a long name somewhere in a long option, a letter anywhere behind one dash.
bool could_match(std::string_view argument, const OptionRow& row) {
  if (argument.starts_with("--")) return argument.contains(row.long_name().substr(2));
  return argument.starts_with('-') && argument.substr(1).contains(row.names[1]);
}

CLI::Option* add(CLI::App& app, const OptionRow& row) {
  switch (row.takes) {
    case OptionRow::Takes::nothing:
      return app.add_flag(row.names)->disable_flag_override();
    case OptionRow::Takes::optional_value:
      // Only a flag leaves the operand behind it alone.
      return app.add_flag(row.names + "{}");
    case OptionRow::Takes::yes_or_no:
      return app.add_flag(row.names + ",!--no-" + row.long_name().substr(2))->disable_flag_override();
    case OptionRow::Takes::value:
      return app.add_option(row.names)->expected(1)->allow_extra_args(false)->take_all();
  }
  return nullptr;
}

[[noreturn]] void refuse_unknown(const std::string& option, const OptionTable& table) {
  // What netcat's users are used to.
  if (option == "-p")
    throw UsageError("unknown option -p: the port is an operand, as in 'netkit listen 8124'");
  if (option == "-l") throw UsageError("unknown option -l: did you mean 'netkit listen'?");
  std::vector<std::string> names;
  for (const OptionGroup& group : table) {
    for (const OptionRow& row : group.rows) {
      for (std::string& name : row.spellings()) names.push_back(std::move(name));
    }
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::string typed = option.starts_with("--") ? option.substr(0, option.find('=')) : option;
  const auto close = typed.starts_with("--") ? nearest(typed, known) : std::nullopt;
  throw UsageError(close ? fmt::format("unknown option {}: did you mean {}?", typed, *close)
                         : fmt::format("unknown option {} (see --help)", typed));
}

void refuse_empty_value(const std::string& argument) {
  if (argument.starts_with("--") && argument.ends_with('=')) {
    throw UsageError(fmt::format("option {} has an empty value", argument.substr(0, argument.size() - 1)));
  }
}

// CLI11 compares each option with all before it, which takes longer than the rest of a short run: it gets
// only those that may have been typed.
Bound add_typed(CLI::App& app, const OptionTable& table, const std::vector<std::string>& typed) {
  Bound bound;
  for (const OptionGroup& group : table) {
    for (const OptionRow& row : group.rows) {
      const auto is_row = [&row](const std::string& argument) { return could_match(argument, row); };
      if (std::ranges::any_of(typed, is_row)) bound.emplace_back(&row, add(app, row));
    }
  }
  return bound;
}

std::string value_of(const OptionRow& row, const std::string& result) {
  if (row.takes == OptionRow::Takes::nothing) return {};
  if (row.takes == OptionRow::Takes::yes_or_no) return result == "true" ? "on" : "off";
  return result;
}

std::vector<GivenOption> given_options(const Bound& bound) {
  std::vector<GivenOption> given;
  for (const auto& [row, option] : bound) {
    for (const std::string& result : option->results()) {
      given.push_back({row->long_name(), value_of(*row, result)});
    }
  }
  return given;
}

// CLI11's two complaints about a value in our words: "--backlog: 1 required TEXT missing" and
// "keep-open was given a disallowed flag override".
[[noreturn]] void refuse_value(const std::string& complaint) {
  if (complaint.contains("flag override")) {
    const std::string name = complaint.substr(0, complaint.find(' '));
    throw UsageError(fmt::format("option --{} takes no value", name));
  }
  throw UsageError(fmt::format("option {} needs a value", complaint.substr(0, complaint.find(':'))));
}

}  // namespace

ParsedArguments parse_arguments(const std::vector<std::string>& arguments, const OptionTable& table) {
  // Then CLI11 has nothing to say, and its beginnings are a part of a short run that counts.
  if (std::ranges::none_of(arguments, looks_like_option)) return {{}, arguments};
  const auto separator = std::ranges::find(arguments, "--");
  std::vector<std::string> options(arguments.begin(), separator);
  std::ranges::for_each(options, refuse_empty_value);
  std::ranges::reverse(options);  // as CLI11 wants them

  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  const Bound bound = add_typed(app, table, options);
  try {
    app.parse(options);
  } catch (const CLI::ParseError& error) {
    refuse_value(error.what());
  }
  std::vector<std::string> operands = app.remaining();
  for (const std::string& operand : operands) {
    if (looks_like_option(operand)) refuse_unknown(operand, table);
  }
  if (separator != arguments.end()) operands.insert(operands.end(), std::next(separator), arguments.end());
  return {given_options(bound), std::move(operands)};
}

}  // namespace netkit::cli
