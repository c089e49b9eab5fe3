// SPDX-License-Identifier: MIT
#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"

namespace netkit::cli {
namespace {

constexpr Choice<Shell> shells[] = {{"bash", Shell::bash}, {"zsh", Shell::zsh}, {"fish", Shell::fish}};

constexpr Option rows[] = {
    {.name = "--version",
     .letter = "-V",
     .help = "print the version",
     .apply = [](Settings& s, const Option&, std::string_view) { s.program.version = true; }},
    {.name = "--verbose",
     .letter = "-v",
     .help = "with --version: libraries, features, date of the registries",
     .apply = [](Settings& s, const Option&, std::string_view) { ++s.common.verbosity; }},
    {.name = "--completion",
     .takes = Option::Takes::value,
     .metavar = metavar_of<shells>,
     .help = "print a completion script for this shell",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.program.completion = choice_value<Shell>(option, value, shells);
         }},
};

}  // namespace

constinit const std::span<const Option> program_options = rows;

}  // namespace netkit::cli
