// SPDX-License-Identifier: MIT
#include "cli/command/table.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "cli/blocklist/verbs.h"
#include "cli/command/commands.h"
#include "cli/option/option_rows.h"
#include "cli/option/options.h"
#include "cli/option/program_options.h"
#include "cli/option/suggest.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

constexpr CommandInfo program{
    "",
    "TCP and Unix-domain sockets at the command line; IP addresses and lists of them",
    "COMMAND [OPTIONS] ...",
    {"netkit listen 8124 > copy", "netkit connect localhost 8124 < numbers"},
    "netkit COMMAND --help tells the options of each; netkit(1) and the manual page of each command, such as "
    "netkit-listen(1), the rest."};

constexpr CommandInfo blocklist{"blocklist",
                                "lists of blocked addresses: ask, build, merge, convert",
                                "blocklist VERB [OPTIONS] ...",
                                {"netkit blocklist filter -f bad.txt access.log",
                                 "netkit blocklist merge -f bad.txt -f worse.txt > all.txt"},
                                "LIST is -f FILE or --rule RULE, and may stand there several times; '-' is "
                                "standard input. netkit blocklist "
                                "VERB --help tells the options of each, netkit-blocklist(1) the rest."};

constexpr std::array commands{
    Subcommand{{"listen",
                "accept a connection, or many, and join it to stdin and stdout",
                "listen [OPTIONS] [HOST] [PORT]",
                {"netkit listen 8124 > copy", "netkit listen -k --allow 10.0.0.0/8 0.0.0.0 8124 > lines"}},
               listen_options,
               location_to_listen,
               run_listen},
    Subcommand{
        {"connect",
         "connect, and join the connection to stdin and stdout",
         "connect [OPTIONS] [HOST] PORT",
         {"netkit connect example.com:80 < request", "netkit connect -z --retry-for 30s localhost 8124"}},
        connect_options,
        location_to_connect,
        run_connect},
    Subcommand{{"echo",
                "give every client its bytes back",
                "echo [OPTIONS] [HOST] [PORT]",
                {"netkit echo 8124", "netkit echo -U echo.sock --mode 600 --max-connections 10"}},
               echo_options,
               location_to_listen,
               run_echo},
    Subcommand{{"check-ip",
                "is it an IP address, of which version, and what kind",
                "check-ip [OPTIONS] ADDRESS...",
                {"netkit check-ip ::1 192.168.1.1", "netkit check-ip --json - < addresses.txt"}},
               check_ip_options,
               nullptr,
               run_check_ip},
    Subcommand{{"blocklist check",
                "is it blocked, and by which rule",
                "blocklist check LIST... ADDRESS...",
                {"netkit blocklist check -f bad.txt 10.1.2.3",
                 "netkit blocklist check -q -f bad.txt - < addresses.txt && echo some are"}},
               blocklist_check_options,
               nullptr,
               run_blocklist_check},
    Subcommand{{"blocklist filter",
                "the lines that hold a blocked address",
                "blocklist filter LIST... [FILE...]",
                {"netkit blocklist filter -f bad.txt access.log",
                 "netkit blocklist filter -f bad.txt -v access.log > good.log"}},
               blocklist_filter_options,
               nullptr,
               run_blocklist_filter},
    Subcommand{{"blocklist rules",
                "the rules, the newest first",
                "blocklist rules LIST...",
                {"netkit blocklist rules -f bad.txt",
                 "netkit blocklist rules --rule 10.0.0.0/8 --rule 2001:db8::/32 --json"}},
               blocklist_rules_options,
               nullptr,
               run_blocklist_rules},
    Subcommand{{"blocklist add",
                "write rules into a list",
                "blocklist add FILE RULE...",
                {"netkit blocklist add bad.txt 192.0.2.1",
                 "netkit blocklist add bad.txt 10.0.0.0/8 2001:db8::1-2001:db8::ff"}},
               blocklist_edit_options,
               nullptr,
               run_blocklist_add},
    Subcommand{{"blocklist remove",
                "take rules out of a list",
                "blocklist remove FILE RULE...",
                {"netkit blocklist remove bad.txt 192.0.2.1",
                 "netkit blocklist remove bad.txt 10.0.0.0/8 192.0.2.1"}},
               blocklist_edit_options,
               nullptr,
               run_blocklist_remove},
    Subcommand{{"blocklist merge",
                "the smallest list that blocks the same",
                "blocklist merge LIST...",
                {"netkit blocklist merge -f bad.txt -f worse.txt > all.txt",
                 "netkit blocklist merge -f bad.txt --except good.txt --ranges"}},
               blocklist_merge_options,
               nullptr,
               run_blocklist_merge},
    Subcommand{{"blocklist diff",
                "what only one of two lists blocks",
                "blocklist diff FILE FILE",
                {"netkit blocklist diff bad.txt worse.txt",
                 "netkit blocklist diff -q bad.txt worse.txt || echo they differ"}},
               blocklist_diff_options,
               nullptr,
               run_blocklist_diff},
    Subcommand{{"blocklist export",
                "a list for another program",
                "blocklist export LIST... --format FORMAT",
                {"netkit blocklist export -f bad.txt --format nft > bad.nft",
                 "netkit blocklist export -f bad.txt --format ipset --name bad > bad.ipset"}},
               blocklist_export_options,
               nullptr,
               run_blocklist_export},
    Subcommand{{"blocklist stats",
                "how much a list blocks",
                "blocklist stats LIST...",
                {"netkit blocklist stats -f bad.txt", "netkit blocklist stats -f bad.txt -f worse.txt"}},
               blocklist_stats_options,
               nullptr,
               run_blocklist_stats},
};

[[noreturn]] void refuse_verb(std::span<const std::string> arguments) {
  std::vector<std::string_view> verbs;
  for (const Subcommand& command : commands) {
    if (command.is_verb()) verbs.push_back(command.info.own_name());
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

CommandOutline outline_of(const Subcommand& command) {
  Settings unused;
  return {command.info, command.options(unused), {}};
}

CommandOutline blocklist_outline() {
  return {
      blocklist, {{"Options:", {help_row()}}}, infos([](const Subcommand& one) { return one.is_verb(); })};
}

CommandOutline program_outline() {
  ProgramSettings unused;
  return {program, program_options(unused), without_verbs()};
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

CommandOutline outline_for(std::span<const std::string> arguments) {
  if (const Subcommand* const command = find_subcommand(arguments)) return outline_of(*command);
  return !arguments.empty() && arguments.front() == blocklist.name ? blocklist_outline() : program_outline();
}

std::vector<CommandOutline> all_outlines() {
  std::vector<CommandOutline> all{program_outline(), blocklist_outline()};
  for (const Subcommand& command : commands) all.push_back(outline_of(command));
  return all;
}

void refuse_command(std::span<const std::string> arguments) {
  const auto known = without_verbs();
  std::vector<std::string_view> names;
  for (const CommandInfo& info : known) names.push_back(info.name);
  if (arguments.empty() || arguments.front().starts_with('-')) {
    throw UsageError(fmt::format("no command{}: {} or {} (see --help)",
                                 arguments.empty() ? "" : " ahead of " + arguments.front(),
                                 fmt::join(names.begin(), names.end() - 1, ", "), names.back()));
  }
  const std::string& typed = arguments.front();
  if (typed == blocklist.name) refuse_verb(arguments.subspan(1));
  const auto close = nearest(typed, names);
  throw UsageError(fmt::format("unknown command '{}'{}", typed,
                               close ? fmt::format(": did you mean {}?", *close) : " (see --help)"));
}

}  // namespace netkit::cli
