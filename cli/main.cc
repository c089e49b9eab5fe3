// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/command/find_command.h"
#include "cli/command/table.h"
#include "cli/command/version.h"
#include "cli/help/completion.h"
#include "cli/help/help.h"
#include "cli/option/environment.h"
#include "cli/option/netcat_habits.h"
#include "cli/option/parse.h"
#include "cli/option/read_settings.h"
#include "cli/process/handed_over.h"
#include "cli/process/init_process.h"
#include "cli/process/last_words.h"
#include "cli/process/standard_descriptors.h"
#include "cli/report/exit_status.h"
#include "cli/report/output.h"
#include "cli/report/print_line.h"
#include "cli/report/report.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Arguments = std::vector<std::string>;

bool asked_for_help(const Arguments& arguments) {
  const auto separator = std::ranges::find(arguments, "--");
  return std::any_of(arguments.begin(), separator,
                     [](const std::string& one) { return one == "-h" || one == "--help"; });
}

// What was asked for and cannot be delivered is a failure.
int print(std::string text) {
  Output output(STDOUT_FILENO);
  output.text() = std::move(text);
  if (output.flush()) return static_cast<int>(ExitStatus::ok);
  const Exit exit = local_failure("write", output.error(), "stdout");
  std::ranges::for_each(exit.lines, print_line);
  return exit.code();
}

// What there is to print if no command comes first.
std::optional<std::string> information(const Arguments& arguments) {
  const CommandRow& program = all_commands().front();
  if (arguments.empty() || !arguments.front().starts_with('-')) return std::nullopt;
  if (unknown_option(arguments.front(), program.options)) refuse_option_of_commands(arguments);
  Settings settings;
  apply_options(settings, program.options, parse_arguments(arguments, program).options);
  if (settings.program.completion) return completion_script(*settings.program.completion, all_commands());
  if (!settings.program.version) return std::nullopt;
  return version_text(settings.common.verbosity > 0 ? Versions::with_libraries : Versions::netkit);
}

int run_named(const CommandRow& command, const Arguments& arguments) {
  const auto words = static_cast<std::ptrdiff_t>(command.words());
  const Settings settings = read_settings(command, {arguments.begin() + words, arguments.end()});
  if (settings.common.verbosity > 0 && !settings.common.events)
    std::ranges::for_each(complaints_about_variables(command, all_commands()), print_line);
  claim_handed_over(settings);
  return command.run(settings);
}

int run(const Arguments& arguments) {
  const CommandRow& command = find_command(arguments);
  if (asked_for_help(arguments)) return print(help_text(command, all_commands(), help_width()));
  if (command.run != nullptr) return run_named(command, arguments);
  if (auto text = information(arguments)) return print(std::move(*text));
  refuse_command(arguments);
}

// --events counts even where the rest makes no sense: the exit event is always written.
std::optional<std::string> events_asked_for(const Arguments& arguments) {
  const CommandRow& command = find_command(arguments);
  Settings settings;
  for (const Option& option : options_of(command.options)) {
    if (option.name != "--events") continue;
    apply_options(settings, command.options, from_environment(command.name, option).options);
  }
  for (const std::string& one : arguments) {
    if (one == "--") break;
    if (one == "--events") settings.common.events = "";
    if (one.starts_with("--events=") && !one.ends_with('='))
      settings.common.events = one.substr(std::strlen("--events="));
  }
  return settings.common.events;
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

int run_or_refuse(const Arguments& arguments) {
  try {
    return run(arguments);
  } catch (const UsageError& error) {
    return refuse(arguments, error.what());
  }
}

}  // namespace
}  // namespace netkit::cli

int main(int argc, char** argv) {
  netkit::cli::end_at_uncaught_exceptions();
  netkit::cli::reserve_standard_descriptors();
  // A write that nobody takes, and one past the limit on files, are errors like others.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  netkit::cli::act_as_init();
  try {
    return netkit::cli::run_or_refuse({argv + 1, argv + argc});
  } catch (...) {
    netkit::cli::end_because_of(std::current_exception());
  }
}
