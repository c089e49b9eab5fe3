// SPDX-License-Identifier: MIT
#include <fmt/core.h>

#include "cli/help/completion.h"

namespace netkit::cli {
namespace {

using Kind = ValueHint::Kind;

constexpr std::string_view beginning =
    R"(# Completes the command line of netkit; as 'netkit --completion fish' prints it.

function __netkit_at --description 'Whether these words are the command that stands there'
    set -l command
    for word in (commandline -opc)[2..3]
        string match -q -- '-*' $word; and break
        set -a command $word
        test "$word" = blocklist; or break
    end
    test "$command" = "$argv"
end

complete -c netkit -f
)";

std::string quoted(std::string_view text) {
  std::string inside;
  for (const char c : text) {
    if (c == '\'' || c == '\\') inside += '\\';
    inside += c;
  }
  return "'" + inside + "'";
}

/// The argument of `complete` by which these are offered; of nothing none.
std::string offered(const ValueHint& offer) {
  const std::string words = joined({offer.words.begin(), offer.words.end()}, " ");
  if (offer.is_list) return fmt::format(" -a '(__fish_append , {})'", words);
  switch (offer.kind) {
    case Kind::files:
      return " -F";
    case Kind::interfaces:
      return " -a '(__fish_print_interfaces)'";
    case Kind::hosts:
      return " -a '(__fish_print_hostnames)'";
    case Kind::nothing:
      break;
  }
  return words.empty() ? "" : fmt::format(" -a '{}'", words);
}

/// -r: the next word is the value. It would be offered files, which -f forbids.
std::string value_of(const Option& option) {
  if (!option.has_value()) return "";
  const ValueHint offer = hint_for(option.metavar);
  if (option.takes == Option::Takes::optional_value) return offered(offer);
  return (offer.kind == Kind::files ? " -r" : " -rf") + offered(offer);
}

std::string spelled(const std::string& name) {
  return name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
}

std::string line_of(const Option& option, const std::string& start) {
  const std::string description = " -d " + quoted(option.help);
  if (option.takes == Option::Takes::yes_or_no) {
    std::string lines;
    for (const std::string& name : option.spellings()) lines += start + spelled(name) + description + "\n";
    return lines;
  }
  std::string line = start;
  for (const std::string& name : option.spellings()) line += spelled(name);
  return line + value_of(option) + description + "\n";
}

std::string lines_of(const CommandRow& command, std::span<const CommandRow> all) {
  const std::string at = command.name.empty() ? "__netkit_at" : fmt::format("__netkit_at {}", command.name);
  const std::string start = fmt::format("complete -c netkit -n '{}'", at);
  std::string lines = "\n";
  for (const CommandRow& each : commands_below(command, all)) {
    lines += fmt::format("{} -a {} -d {}\n", start, each.own_name(), quoted(each.summary));
  }
  if (const std::string operands = offered(operands_of(command)); !operands.empty()) {
    lines += start + operands + "\n";
  }
  for (const Option& option : options_of(command.options)) lines += line_of(option, start);
  return lines;
}

}  // namespace

std::string fish_completion(std::span<const CommandRow> commands) {
  std::string text(beginning);
  for (const CommandRow& command : commands) text += lines_of(command, commands);
  return text;
}

}  // namespace netkit::cli
