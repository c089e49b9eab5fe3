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
std::string_view how_taken(const Option& option, const std::string& name) {
  if (!option.has_value()) return "";
  if (option.takes == Option::Takes::optional_value) return "=-";
  return name.starts_with("--") ? "=" : "+";
}

std::string specs_of(const Option& option) {
  const auto spellings = option.spellings();
  std::string others;
  for (const std::string& name : spellings) others += others.empty() ? name : ' ' + name;
  std::string value;
  if (option.has_value()) {
    value = fmt::format("{}{}:{}", option.takes == Option::Takes::optional_value ? "::" : ":",
                        escaped(option.metavar), action(hint_for(option.metavar)));
  }
  std::string specs;
  for (const std::string& name : spellings) {
    specs += fmt::format(" \\\n        '{}{}{}[{}]{}'", option.repeatable ? "*" : "(" + others + ")", name,
                         how_taken(option, name), escaped(option.help), value);
  }
  return specs;
}

std::string case_of(const CommandRow& command, std::span<const CommandRow> all) {
  std::string text = fmt::format("    '{}')\n", command.name);
  std::string operands = fmt::format("'*: :{}'", action(operands_of(command)));
  if (command.run == nullptr) {
    operands = "'1:command:{ _describe command commands }'";
    text += "      commands=(\n";
    for (const CommandRow& each : commands_below(command, all)) {
      text += fmt::format("        '{}:{}'\n", each.own_name(), escaped(each.summary));
    }
    text += "      )\n";
  }
  text += "      _arguments -s -S : " + operands;
  for (const Option& option : options_of(command.options)) text += specs_of(option);
  return text + "\n      ;;\n";
}

}  // namespace

std::string zsh_completion(std::span<const CommandRow> commands) {
  std::string text(beginning);
  for (const CommandRow& command : commands) text += case_of(command, commands);
  return text.append(end);
}

}  // namespace netkit::cli
