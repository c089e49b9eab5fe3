// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <netkit/base/ascii.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/blocklist/verbs.h"
#include "cli/option/option_groups.h"
#include "cli/option/option_rows.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

OptionRow file(std::string names, std::string_view help, std::vector<std::string>& target) {
  return repeatable(text(std::move(names), "FILE", help,
                         [&target](std::string_view value) { target.emplace_back(value); }));
}

OptionGroup list_group(Settings& s) {
  auto& lists = s.blocklist.lists;
  return {"Lists:",
          {repeatable(
               text("-f,--file", "FILE", "the rules in a file; - is standard input",
                    [&lists](std::string_view value) { lists.push_back({"--file", std::string(value)}); })),
           repeatable(text("--rule", "RULE", "a rule: an address, a CIDR block, or FIRST-LAST",
                           [&lists](std::string_view value) {
                             lists.push_back({"--rule", rule_value("--rule", value)});
                           }))}};
}

OptionRow octets_row(Settings& s) {
  return choice<Octets>("--octets", "numbers with leading zeros, 010.0.0.1: an error, or decimal (strict)",
                        {{"strict", Octets::strict}, {"decimal", Octets::decimal}},
                        s.blocklist.reading.octets);
}

/// How files are read.
OptionGroup reading_group(Settings& s) {
  return {"Reading lists:",
          {octets_row(s), flag("--strict", "the first bad line of a file is an error", s.blocklist.strict)}};
}

OptionRow verbose_row(Settings& s, std::string names, std::string_view help) {
  return repeatable(action(std::move(names), help, [&s] { s.common.verbosity = 1; }));
}

OptionRow quiet_row(Settings& s, std::string_view help) {
  return action("-q,--quiet", help, [&s] { s.common.verbosity = -1; });
}

OptionRow ranges_row(Settings& s) {
  return flag("--ranges", "ranges in place of CIDR blocks", s.blocklist.ranges);
}

OptionGroup output_group(std::vector<OptionRow> rows) {
  rows.push_back(help_row());
  return {"Output:", std::move(rows)};
}

/// What ipset, nft and iptables all take.
std::string name_value(std::string_view value) {
  const bool right = value.size() <= 24 && is_letter(value.front()) && std::ranges::all_of(value, [](char c) {
                       return is_letter(c) || is_digit(c) || c == '_' || c == '-';
                     });
  if (right) return std::string(value);
  throw UsageError(
      fmt::format("--name: '{}' is not a letter and up to 23 letters, digits, '_' and '-'", value));
}

void set_wanted(Settings& s, Wanted wanted) {
  Wanted& now = s.blocklist.wanted;
  if (now != Wanted::lines_with && now != wanted) {
    throw UsageError("--invert-match and --only-matching exclude each other");
  }
  now = wanted;
}

OptionRow format_row(Settings& s) {
  return choice<ExportFormat>("--format", "what the list is for; there is no default",
                              {{"plain", ExportFormat::plain},
                               {"json", ExportFormat::json},
                               {"ipset", ExportFormat::ipset},
                               {"nft", ExportFormat::nft},
                               {"iptables", ExportFormat::iptables},
                               {"nginx", ExportFormat::nginx},
                               {"hosts.deny", ExportFormat::hosts_deny}},
                              s.blocklist.format);
}

}  // namespace

OptionTable blocklist_check_options(Settings& s) {
  return {list_group(s), reading_group(s),
          output_group({flag("-a,--all", "status 0 only if all are blocked", s.blocklist.all),
                        verbose_row(s, "-v,--verbose", "a fifth column: what is written behind the rule"),
                        quiet_row(s, "nothing; the status says it")})};
}

OptionTable blocklist_filter_options(Settings& s) {
  return {list_group(s), reading_group(s),
          output_group({action("-v,--invert-match", "the lines that hold none",
                               [&s] { set_wanted(s, Wanted::lines_without); }),
                        action("-o,--only-matching", "the addresses alone, one a line",
                               [&s] { set_wanted(s, Wanted::addresses); }),
                        quiet_row(s, "nothing about bad lines of lists")})};
}

OptionTable blocklist_rules_options(Settings& s) {
  return {
      list_group(s), reading_group(s),
      output_group({flag("--json", "a JSON array of them, as net.BlockList.toJSON() gives", s.blocklist.json),
                    quiet_row(s, "nothing about bad lines")})};
}

OptionTable blocklist_edit_options(Settings& s) {
  return {{"Reading lists:", {octets_row(s)}},
          output_group({verbose_row(s, "-v,--verbose", "say which rules are there already"),
                        quiet_row(s, "say nothing but errors")})};
}

OptionTable blocklist_merge_options(Settings& s) {
  return {list_group(s),
          {"Less:",
           {file("--except", "without what this list has", s.blocklist.except),
            file("--common", "only what this list has as well", s.blocklist.common)}},
          reading_group(s),
          output_group({ranges_row(s), quiet_row(s, "nothing about bad lines")})};
}

OptionTable blocklist_diff_options(Settings& s) {
  return {reading_group(s), output_group({ranges_row(s), quiet_row(s, "nothing; the status says it")})};
}

OptionTable blocklist_export_options(Settings& s) {
  return {list_group(s), reading_group(s),
          output_group(
              {format_row(s),
               text("--name", "NAME", "of the sets, the table or the chain (netkit)",
                    [&s](std::string_view value) { s.blocklist.export_options.name = name_value(value); }),
               quiet_row(s, "nothing about bad lines")})};
}

OptionTable blocklist_stats_options(Settings& s) {
  return {list_group(s), reading_group(s), output_group({quiet_row(s, "nothing about bad lines")})};
}

}  // namespace netkit::cli
