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
std::string value_of(const OptionRow& row) {
  if (!row.has_value()) return "";
  const ValueHint offer = hint_for(row.metavar);
  if (row.takes == OptionRow::Takes::optional_value) return offered(offer);
  return (offer.kind == Kind::files ? " -r" : " -rf") + offered(offer);
}

std::string spelled(const std::string& name) {
  return name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
}

std::string line_of(const OptionRow& row, const std::string& start) {
  const std::string description = " -d " + quoted(row.help);
  if (row.takes == OptionRow::Takes::yes_or_no) {
    std::string lines;
    for (const std::string& name : row.spellings()) lines += start + spelled(name) + description + "\n";
    return lines;
  }
  std::string line = start;
  for (const std::string& name : row.spellings()) line += spelled(name);
  return line + value_of(row) + description + "\n";
}

std::string lines_of(const CommandOutline& command) {
  const std::string at =
      command.info.name.empty() ? "__netkit_at" : fmt::format("__netkit_at {}", command.info.name);
  const std::string start = fmt::format("complete -c netkit -n '{}'", at);
  std::string lines = "\n";
  for (const CommandInfo& each : command.subcommands) {
    lines += fmt::format("{} -a {} -d {}\n", start, each.own_name(), quoted(each.summary));
  }
  if (const std::string operands = offered(operands_of(command.info)); !operands.empty()) {
    lines += start + operands + "\n";
  }
  for (const OptionGroup& group : command.options) {
    for (const OptionRow& row : group.rows) lines += line_of(row, start);
  }
  return lines;
}

}  // namespace

std::string fish_completion(std::span<const CommandOutline> commands) {
  std::string text(beginning);
  for (const CommandOutline& command : commands) text += lines_of(command);
  return text;
}

}  // namespace netkit::cli
