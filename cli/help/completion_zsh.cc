// SPDX-License-Identifier: MIT
#include <fmt/core.h>

#include "cli/help/completion.h"

namespace netkit::cli {
namespace {

using Kind = ValueHint::Kind;

constexpr std::string_view beginning = R"(#compdef netkit
# Completes the command line of netkit; as 'netkit --completion zsh' prints it.

_netkit() {
  local command=''
  local -a commands
  while (( CURRENT > 2 )) && [[ $words[2] != -* ]] && [[ -z $command || $command == blocklist ]]; do
    command+=${command:+ }$words[2]
    shift words
    (( CURRENT-- ))
  done
  case $command in
)";

constexpr std::string_view end = R"(  esac
}

if [[ $funcstack[1] == _netkit ]]; then
  _netkit "$@"
else
  compdef _netkit netkit
fi
)";

/// Within single quotes, and with a backslash before what means something to _arguments or _describe.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\'') {
      result += R"('\'')";
      continue;
    }
    if (c == '[' || c == ']' || c == ':' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

/// The action of _arguments that offers these.
std::string action(const ValueHint& offer) {
  const std::string words = joined({offer.words.begin(), offer.words.end()}, " ");
  if (offer.is_list) return fmt::format("_sequence compadd - {}", words);
  switch (offer.kind) {
    case Kind::files:
      return "_files";
    case Kind::interfaces:
      return "_net_interfaces";
    case Kind::hosts:
      return "_hosts";
    case Kind::nothing:
      break;
  }
  return words.empty() ? " " : fmt::format("({})", words);
}

/// How one spelling of the option takes its value: behind it, behind '=', or as the next word.
std::string_view how_taken(const OptionRow& row, const std::string& name) {
  if (!row.has_value()) return "";
  if (row.takes == OptionRow::Takes::optional_value) return "=-";
  return name.starts_with("--") ? "=" : "+";
}

std::string specs_of(const OptionRow& row) {
  const auto spellings = row.spellings();
  std::string others;
  for (const std::string& name : spellings) others += others.empty() ? name : ' ' + name;
  std::string value;
  if (row.has_value()) {
    value = fmt::format("{}{}:{}", row.takes == OptionRow::Takes::optional_value ? "::" : ":",
                        escaped(row.metavar), action(hint_for(row.metavar)));
  }
  std::string specs;
  for (const std::string& name : spellings) {
    specs += fmt::format(" \\\n        '{}{}{}[{}]{}'", row.repeatable ? "*" : "(" + others + ")", name,
                         how_taken(row, name), escaped(row.help), value);
  }
  return specs;
}

std::string case_of(const CommandOutline& command) {
  std::string text = fmt::format("    '{}')\n", command.info.name);
  std::string operands = fmt::format("'*: :{}'", action(operands_of(command.info)));
  if (!command.subcommands.empty()) {
    operands = "'1:command:{ _describe command commands }'";
    text += "      commands=(\n";
    for (const CommandInfo& each : command.subcommands) {
      text += fmt::format("        '{}:{}'\n", each.own_name(), escaped(each.summary));
    }
    text += "      )\n";
  }
  text += "      _arguments -s -S : " + operands;
  for (const OptionGroup& group : command.options) {
    for (const OptionRow& row : group.rows) text += specs_of(row);
  }
  return text + "\n      ;;\n";
}

}  // namespace

std::string zsh_completion(std::span<const CommandOutline> commands) {
  std::string text(beginning);
  for (const CommandOutline& command : commands) text += case_of(command);
  return text.append(end);
}

}  // namespace netkit::cli
