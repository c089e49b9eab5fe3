// SPDX-License-Identifier: MIT
#include "cli/command_table.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "cli/blocklist/verbs.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/options.h"
#include "cli/suggest.h"

namespace netkit::cli {
namespace {

constexpr CommandInfo blocklist{"blocklist", "lists of blocked addresses: ask, build, merge, convert",
                                "blocklist VERB [OPTIONS] ..."};

constexpr std::array commands{
    Subcommand{{"listen", "accept a connection, or many, and join it to stdin and stdout",
                "listen [OPTIONS] [HOST] [PORT]"},
               listen_options,
               where_to_listen,
               run_listen},
    Subcommand{
        {"connect", "connect, and join the connection to stdin and stdout", "connect [OPTIONS] [HOST] PORT"},
        connect_options,
        where_to_connect,
        run_connect},
    Subcommand{{"echo", "give every client its bytes back", "echo [OPTIONS] [HOST] [PORT]"},
               echo_options,
               where_to_listen,
               run_echo},
    Subcommand{
        {"check-ip", "is it an IP address, of which version, and what kind", "check-ip [OPTIONS] ADDRESS..."},
        check_ip_options,
        nullptr,
        run_check_ip},
    Subcommand{{"blocklist check", "is it blocked, and by which rule", "blocklist check LIST... ADDRESS..."},
               blocklist_check_options,
               nullptr,
               run_blocklist_check},
    Subcommand{
        {"blocklist filter", "the lines that hold a blocked address", "blocklist filter LIST... [FILE...]"},
        blocklist_filter_options,
        nullptr,
        run_blocklist_filter},
    Subcommand{{"blocklist rules", "the rules, the newest first", "blocklist rules LIST..."},
               blocklist_rules_options,
               nullptr,
               run_blocklist_rules},
    Subcommand{{"blocklist add", "write rules into a list", "blocklist add FILE RULE..."},
               blocklist_edit_options,
               nullptr,
               run_blocklist_add},
    Subcommand{{"blocklist remove", "take rules out of a list", "blocklist remove FILE RULE..."},
               blocklist_edit_options,
               nullptr,
               run_blocklist_remove},
    Subcommand{{"blocklist merge", "the smallest list that blocks the same", "blocklist merge LIST..."},
               blocklist_merge_options,
               nullptr,
               run_blocklist_merge},
    Subcommand{{"blocklist diff", "what only one of two lists blocks", "blocklist diff FILE FILE"},
               blocklist_diff_options,
               nullptr,
               run_blocklist_diff},
    Subcommand{{"blocklist export", "a list for another program", "blocklist export LIST... --format FORMAT"},
               blocklist_export_options,
               nullptr,
               run_blocklist_export},
    Subcommand{{"blocklist stats", "how much a list blocks", "blocklist stats LIST..."},
               blocklist_stats_options,
               nullptr,
               run_blocklist_stats},
};

[[noreturn]] void refuse_verb(std::span<const std::string> arguments) {
  std::vector<std::string_view> verbs;
  for (const Subcommand& command : commands) {
    if (command.is_verb()) verbs.push_back(command.info.name.substr(command.info.name.find(' ') + 1));
  }
  if (arguments.empty()) {
    throw UsageError(fmt::format("no verb: {} (see netkit blocklist --help)", fmt::join(verbs, ", ")));
  }
  const std::string& typed = arguments.front();
  const auto close = nearest(typed, verbs);
  throw UsageError(fmt::format(
      "unknown verb '{}'{}", typed,
      close ? fmt::format(": did you mean blocklist {}?", *close) : " (see netkit blocklist --help)"));
}

std::vector<CommandInfo> infos(bool (*wanted)(const Subcommand&)) {
  std::vector<CommandInfo> all;
  for (const Subcommand& command : commands) {
    if (wanted(command)) all.push_back(command.info);
  }
  return all;
}

std::vector<CommandInfo> without_verbs() {
  auto all = infos([](const Subcommand& one) { return !one.is_verb(); });
  all.push_back(blocklist);
  return all;
}

}  // namespace

bool Subcommand::is_named_by(std::span<const std::string> arguments) const {
  if (arguments.size() < words()) return false;
  const std::string& first = arguments.front();
  if (!is_verb()) return info.name == first;
  return info.name.size() == first.size() + 1 + arguments[1].size() && info.name.starts_with(first) &&
         info.name[first.size()] == ' ' && info.name.ends_with(arguments[1]);
}

const Subcommand* find_subcommand(std::span<const std::string> arguments) {
  const auto found = std::ranges::find_if(
      commands, [arguments](const Subcommand& command) { return command.is_named_by(arguments); });
  return found == commands.end() ? nullptr : found;
}

std::string program_overview() {
  return program_help(without_verbs());
}

std::string blocklist_overview() {
  return family_help(blocklist, infos([](const Subcommand& one) { return one.is_verb(); }));
}

void refuse_command(std::span<const std::string> arguments) {
  const auto known = without_verbs();
  std::vector<std::string_view> names;
  for (const CommandInfo& info : known) names.push_back(info.name);
  if (arguments.empty()) {
    throw UsageError(fmt::format("no command: {} or {} (see --help)",
                                 fmt::join(names.begin(), names.end() - 1, ", "), names.back()));
  }
  const std::string& typed = arguments.front();
  if (typed == blocklist.name) refuse_verb(arguments.subspan(1));
  if (typed == "-l") throw UsageError("unknown option -l: did you mean 'netkit listen'?");
  const auto close = nearest(typed, names);
  throw UsageError(fmt::format("unknown {} '{}'{}", typed.starts_with('-') ? "option" : "command", typed,
                               close ? fmt::format(": did you mean {}?", *close) : " (see --help)"));
}

}  // namespace netkit::cli
