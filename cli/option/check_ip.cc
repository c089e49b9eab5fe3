// SPDX-License-Identifier: MIT
#include "cli/option/groups.h"
#include "cli/option/settings.h"

namespace netkit::cli {
namespace {

constexpr Option rows[] = {
    {.name = "--json",
     .help = "print one JSON object a line, with all details",
     .apply = [](Settings& s, const Option&, std::string_view) { s.check_ip.json = true; }},
    {.name = "--verbose",
     .letter = "-v",
     .help = "report on stderr why a text is not counted",
     .apply = [](Settings& s, const Option&, std::string_view) { s.common.verbosity = 1; },
     .repeatable = true},
};

}  // namespace

constinit const std::span<const Option> check_ip_options = rows;

}  // namespace netkit::cli
