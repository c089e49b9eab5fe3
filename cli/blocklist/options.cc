// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <netkit/base/ascii.h>

#include <algorithm>
#include <array>

#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

constexpr Choice<Octets> octet_readings[] = {{"strict", Octets::strict}, {"decimal", Octets::decimal}};

constexpr auto formats = [] {
  std::array<Choice<ExportFormat>, export_formats.size()> choices;
  std::ranges::transform(export_formats, choices.begin(), [](const ExportFormatName& format) {
    return Choice<ExportFormat>{format.word, format.meaning};
  });
  return choices;
}();

void set_verbose(Settings& s, const Option&, std::string_view) {
  s.common.verbosity = 1;
}

void set_quiet(Settings& s, const Option&, std::string_view) {
  s.common.verbosity = -1;
}

void set_wanted(Settings& s, Wanted wanted) {
  Wanted& now = s.blocklist.wanted;
  if (now != Wanted::lines_with && now != wanted) {
    throw UsageError("--invert-match and --only-matching exclude each other");
  }
  now = wanted;
}

/// What ipset, nft and iptables all take.
void set_name(Settings& s, const Option& option, std::string_view value) {
  const bool right = value.size() <= 24 && is_letter(value.front()) && std::ranges::all_of(value, [](char c) {
                       return is_letter(c) || is_digit(c) || c == '_' || c == '-';
                     });
  if (!right) {
    throw UsageError(fmt::format("{}: '{}' is not a letter and up to 23 letters, digits, '_' and '-'",
                                 option.name, value));
  }
  s.blocklist.export_options.name = value;
}

constexpr Option lists[] = {
    {.name = "--file",
     .letter = "-f",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "use the rules in FILE; - is standard input",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.blocklist.lists.push_back({std::string(option.name), std::string(value)});
         },
     .repeatable = true},
    {.name = "--rule",
     .takes = Takes::value,
     .metavar = "RULE",
     .help = "use this rule: an address, a CIDR block, or FIRST-LAST",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.blocklist.lists.push_back({std::string(option.name), RuleText{std::string(value)}});
         },
     .repeatable = true},
};

constexpr Option octets[] = {
    {.name = "--octets",
     .takes = Takes::value,
     .metavar = metavar_of<octet_readings>,
     .help = "numbers with leading zeros, as in 010.0.0.1: an error, or decimal (default: strict)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.blocklist.reading.octets = choice_value<Octets>(option, value, octet_readings);
         }},
};

constexpr Option strict[] = {
    {.name = "--strict",
     .help = "fail if a file has a bad line or no rule",
     .apply = [](Settings& s, const Option&, std::string_view) { s.blocklist.strict = true; }},
};

constexpr Option check[] = {
    {.name = "--all",
     .letter = "-a",
     .help = "exit with status 0 only if all are blocked",
     .apply = [](Settings& s, const Option&, std::string_view) { s.blocklist.all = true; }},
    {.name = "--verbose",
     .letter = "-v",
     .help = "add a fifth column: the text after the rule",
     .apply = set_verbose,
     .repeatable = true},
};

constexpr Option filter[] = {
    {.name = "--invert-match",
     .letter = "-v",
     .help = "print the lines without a blocked address",
     .apply = [](Settings& s, const Option&, std::string_view) { set_wanted(s, Wanted::lines_without); }},
    {.name = "--only-matching",
     .letter = "-o",
     .help = "print only the addresses, one a line",
     .apply = [](Settings& s, const Option&, std::string_view) { set_wanted(s, Wanted::addresses); }},
};

constexpr Option rules[] = {
    {.name = "--json",
     .help = "print them as a JSON array, as net.BlockList.toJSON() does",
     .apply = [](Settings& s, const Option&, std::string_view) { s.blocklist.json = true; }},
};

constexpr Option edit[] = {
    {.name = "--verbose",
     .letter = "-v",
     .help = "report rules that the list already has",
     .apply = set_verbose,
     .repeatable = true},
    {.name = "--quiet", .letter = "-q", .help = "print errors only", .apply = set_quiet},
};

constexpr Option merge[] = {
    {.name = "--except",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "leave out what the list FILE has",
     .apply = [](Settings& s, const Option&,
                 std::string_view value) { s.blocklist.except.emplace_back(value); },
     .repeatable = true},
    {.name = "--common",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "keep only what the list FILE has as well",
     .apply = [](Settings& s, const Option&,
                 std::string_view value) { s.blocklist.common.emplace_back(value); },
     .repeatable = true},
};

constexpr Option ranges[] = {
    {.name = "--ranges",
     .help = "print ranges instead of CIDR blocks",
     .apply = [](Settings& s, const Option&, std::string_view) { s.blocklist.ranges = true; }},
};

constexpr Option exporting[] = {
    {.name = "--format",
     .takes = Takes::value,
     .metavar = metavar_of<formats>,
     .help = "the program that will read the list; required",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.blocklist.format = choice_value<ExportFormat>(option, value, formats);
         }},
    {.name = "--name",
     .takes = Takes::value,
     .metavar = "NAME",
     .help = "name of the sets, the table or the chain (default: netkit)",
     .apply = set_name},
};

constexpr Option quiet_list[] = {
    {.name = "--quiet", .letter = "-q", .help = "do not report bad lines of lists", .apply = set_quiet},
};

constexpr Option quiet_result[] = {
    {.name = "--quiet",
     .letter = "-q",
     .help = "print nothing; the exit status gives the result",
     .apply = set_quiet},
};

}  // namespace

constinit const std::span<const Option> list_options = lists;
constinit const std::span<const Option> octets_options = octets;
constinit const std::span<const Option> strict_options = strict;
constinit const std::span<const Option> blocklist_check_options = check;
constinit const std::span<const Option> blocklist_filter_options = filter;
constinit const std::span<const Option> blocklist_rules_options = rules;
constinit const std::span<const Option> blocklist_edit_options = edit;
constinit const std::span<const Option> blocklist_merge_options = merge;
constinit const std::span<const Option> ranges_options = ranges;
constinit const std::span<const Option> blocklist_export_options = exporting;
constinit const std::span<const Option> quiet_list_options = quiet_list;
constinit const std::span<const Option> quiet_result_options = quiet_result;

}  // namespace netkit::cli
