// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "cli/command_table.h"
#include "cli/environment.h"
#include "cli/exit_status.h"
#include "cli/first_process.h"
#include "cli/read_settings.h"
#include "cli/report.h"
#include "cli/standard_descriptors.h"
#include "cli/version.h"

namespace netkit::cli {
namespace {

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

// What there is to say without running anything.
std::optional<std::string> information(const Arguments& arguments) {
  const bool help = asked_for(arguments, "-h", "--help");
  if (const Subcommand* const command = find_subcommand(arguments)) {
    Settings unused;
    return help ? std::optional(command_help(command->info, command->options(unused))) : std::nullopt;
  }
  if (arguments.empty()) return std::nullopt;
  if (help) return arguments.front() == "blocklist" ? blocklist_overview() : program_overview();
  if (!asked_for(arguments, "-V", "--version")) return std::nullopt;
  return version_text(asked_for(arguments, "-v", "--verbose") ? Versions::with_libraries : Versions::netkit);
}

int run(const Arguments& arguments) {
  if (const auto text = information(arguments)) return print(*text);
  const Subcommand* const command = find_subcommand(arguments);
  if (command == nullptr) refuse_command(arguments);
  const CommandSyntax syntax{command->info.name, command->options, command->where};
  const auto words = static_cast<std::ptrdiff_t>(command->words());
  return command->run(read_settings(syntax, {arguments.begin() + words, arguments.end()}));
}

std::optional<std::string> events_from_environment(const Arguments& arguments) {
  const Subcommand* const command = find_subcommand(arguments);
  if (command == nullptr) return std::nullopt;
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
  netkit::cli::live_as_first_process();
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
