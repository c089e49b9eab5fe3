// SPDX-License-Identifier: MIT
#include "cli/option/groups.h"
#include "cli/option/settings.h"
#include "cli/text/list_loading.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

ListInput list(const Option& option, std::string_view value) {
  return {std::string(option.name), std::string(value)};
}

ListInput rule(const Option& option, std::string_view value) {
  return {std::string(option.name), rule_value(option.name, value)};
}

constexpr Option rows[] = {
    {.name = "--block-list",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "refuse the addresses in this list, which may have any format of blocklist",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.common.access.block.push_back(list(option, value)); },
     .repeatable = true},
    {.name = "--deny",
     .takes = Takes::value,
     .metavar = "RULE",
     .help = "refuse this address, CIDR block or range FIRST-LAST",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.common.access.block.push_back(rule(option, value)); },
     .repeatable = true},
    {.name = "--allow-list",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "refuse all addresses that are not in this list; blocked ones stay refused",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.common.access.allow.push_back(list(option, value)); },
     .repeatable = true},
    {.name = "--allow",
     .takes = Takes::value,
     .metavar = "RULE",
     .help = "the same for one address, CIDR block or range",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.common.access.allow.push_back(rule(option, value)); },
     .repeatable = true},
};

}  // namespace

constinit const std::span<const Option> access_options = rows;

}  // namespace netkit::cli
