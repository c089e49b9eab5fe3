// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/exit_status.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/read_settings.h"
#include "cli/report.h"
#include "cli/standard_descriptors.h"
#include "cli/suggest.h"
#include "cli/version.h"
#include "cli/where.h"

namespace netkit::cli {
namespace {

struct Subcommand {
  CommandInfo info;
  OptionTable (*options)(Settings&);
  Where (*where)(const Settings&);  // null: its operands are no address
  int (*run)(const Settings&);
};

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
};

using Arguments = std::vector<std::string>;

bool asked_for(const Arguments& arguments, std::string_view short_name, std::string_view long_name) {
  const auto separator = std::ranges::find(arguments, "--");
  return std::any_of(arguments.begin(), separator,
                     [&](const std::string& one) { return one == short_name || one == long_name; });
}

// What was asked for and cannot be delivered is a failure.
int print(const std::string& text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return static_cast<int>(written ? ExitStatus::ok : ExitStatus::local_io);
}

std::string overview() {
  std::array<CommandInfo, commands.size()> infos;
  std::ranges::transform(commands, infos.begin(), &Subcommand::info);
  return program_help(infos.data(), infos.data() + infos.size());
}

[[noreturn]] void refuse_command(const std::string& typed) {
  if (typed == "-l") throw UsageError("unknown option -l: did you mean 'netkit listen'?");
  std::array<std::string_view, commands.size()> names;
  std::ranges::transform(commands, names.begin(),
                         [](const Subcommand& command) { return command.info.name; });
  const auto close = nearest(typed, names);
  throw UsageError(fmt::format("unknown {} '{}'{}", typed.starts_with('-') ? "option" : "command", typed,
                               close ? fmt::format(": did you mean {}?", *close) : " (see --help)"));
}

const Subcommand* find_command(const Arguments& arguments) {
  if (arguments.empty()) return commands.end();
  return std::ranges::find(commands, arguments.front(), [](const Subcommand& one) { return one.info.name; });
}

int run(const Arguments& arguments) {
  if (arguments.empty()) throw UsageError("no command: listen, connect, echo or check-ip (see --help)");
  const auto command = find_command(arguments);
  if (command == commands.end()) {
    if (asked_for(arguments, "-h", "--help")) return print(overview());
    if (asked_for(arguments, "-V", "--version")) {
      return print(version_text(asked_for(arguments, "-v", "--verbose") ? Versions::with_libraries
                                                                        : Versions::netkit));
    }
    refuse_command(arguments.front());
  }
  if (asked_for(arguments, "-h", "--help")) {
    Settings unused;
    return print(command_help(command->info, command->options(unused)));
  }
  const CommandSyntax syntax{command->info.name, command->options, command->where};
  return command->run(read_settings(syntax, {arguments.begin() + 1, arguments.end()}));
}

std::optional<std::string> events_from_environment(const Arguments& arguments) {
  const auto command = find_command(arguments);
  if (command == commands.end()) return std::nullopt;
  Settings settings;
  for (const OptionGroup& group : command->options(settings)) {
    for (const OptionRow& row : group.rows) {
      if (row.long_name() == "--events") {
        apply_options(from_environment(command->info.name, row).options, {{"", {row}}});
      }
    }
  }
  return settings.common.events;
}

// --events is heard of even where the rest makes no sense: the exit event is always written.
std::optional<std::string> events_asked_for(const Arguments& arguments) {
  std::optional<std::string> to;
  for (const std::string& one : arguments) {
    if (one == "--") break;
    if (one == "--events") to = "";
    if (one.starts_with("--events=") && !one.ends_with('=')) to = one.substr(std::strlen("--events="));
  }
  return to ? to : events_from_environment(arguments);
}

int refuse(const Arguments& arguments, const std::string& complaint) {
  CommonSettings common;
  common.events = events_asked_for(arguments);
  try {
    return Report(common).conclude({ExitStatus::usage, {complaint}});
  } catch (const UsageError&) {
    // There is nowhere to write events to, which may be what the complaint is about.
    print_line(complaint);
    return static_cast<int>(ExitStatus::usage);
  }
}

}  // namespace
}  // namespace netkit::cli

int main(int argc, char** argv) {
  using netkit::cli::ExitStatus;
  netkit::cli::occupy_standard_descriptors();
  // A write that nobody takes, and one past the limit on files, are errors like others.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  try {
    return netkit::cli::run(arguments);
  } catch (const netkit::cli::UsageError& error) {
    return netkit::cli::refuse(arguments, error.message());
  } catch (const std::exception& error) {
    netkit::cli::print_line(error.what());
    return static_cast<int>(ExitStatus::failed);
  }
}
