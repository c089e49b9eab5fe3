// SPDX-License-Identifier: MIT
#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

constexpr Option messages[] = {
    {.name = "--verbose",
     .letter = "-v",
     .help = "print more; repeatable",
     .apply = [](Settings& s, const Option&, std::string_view) { ++s.common.verbosity; },
     .repeatable = true},
    {.name = "--quiet",
     .letter = "-q",
     .help = "print errors only",
     .apply = [](Settings& s, const Option&, std::string_view) { s.common.verbosity = -1; }},
    {.name = "--events",
     .takes = Takes::optional_value,
     .metavar = "FILE|fd:N",
     .help = "write each event as one line of JSON, to stderr or to FILE",
     .apply = [](Settings& s, const Option&, std::string_view value) { s.common.events = value; }},
    {.name = "--summary",
     .help = "print bytes each way, time and rate at the end, and on SIGUSR1",
     .apply = [](Settings& s, const Option&, std::string_view) { s.common.summary = true; }},
};

constexpr Choice<CommonSettings::Progress> progress_values[] = {{"always", CommonSettings::Progress::always}};

void set_progress(Settings& s, const Option& option, std::string_view value) {
  using Progress = CommonSettings::Progress;
  s.common.progress =
      value.empty() ? Progress::on_terminal : choice_value<Progress>(option, value, progress_values);
}

constexpr Option progress[] = {
    {.name = "--progress",
     .takes = Takes::optional_value,
     .metavar = metavar_of<progress_values>,
     .help = "show on stderr what has passed: on a terminal, or always",
     .apply = set_progress,
     .joined = Joined::console},
};

constexpr Option help[] = {
    {.name = "--help",
     .letter = "-h",
     .help = "print this text",
     // Looked for before anything else is parsed; the row makes it known.
     .apply = [](Settings&, const Option&, std::string_view) {}},
};

}  // namespace

constinit const std::span<const Option> message_options = messages;
constinit const std::span<const Option> progress_options = progress;
constinit const std::span<const Option> help_options = help;

}  // namespace netkit::cli
