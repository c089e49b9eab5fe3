// SPDX-License-Identifier: MIT
#include <fmt/core.h>

#include "cli/option/groups.h"
#include "cli/option/join.h"
#include "cli/option/settings.h"
#include "cli/report/usage_error.h"
#include "cli/text/command_words.h"

namespace netkit::cli {
namespace {

std::vector<std::string> words_of(const Option& option, std::string_view command) {
  auto words = command_words(command);
  if (!words) throw UsageError(fmt::format("{}: '{}': {}", option.name, command, words.error()));
  return std::move(*words);
}

constexpr Option rows[] = {
    {.name = "--exec",
     .letter = "-e",
     .takes = Option::Takes::value,
     .metavar = "COMMAND",
     .help = "run a program for each connection, which is its stdin and stdout",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           join(s, option, Joined::program, value);
           s.join.words = words_of(option, value);
         }},
    {.name = "--sh-exec",
     .letter = "-c",
     .takes = Option::Takes::value,
     .metavar = "COMMAND",
     .help = "the same with /bin/sh -c COMMAND",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           join(s, option, Joined::program, value);
           s.join.words = {"/bin/sh", "-c", std::string(value)};
         }},
};

constexpr Option then_rows[] = {
    {.name = "--then",
     .takes = Option::Takes::value,
     .metavar = "COMMAND",
     .help = "with -z: when it answers, become this program",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.join.then = words_of(option, value); }},
};

}  // namespace

constinit const std::span<const Option> executing_options = rows;
constinit const std::span<const Option> then_options = then_rows;

}  // namespace netkit::cli
