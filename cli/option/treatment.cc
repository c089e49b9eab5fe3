// SPDX-License-Identifier: MIT
#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

constexpr Option rows[] = {
    {.name = "--crlf",
     .letter = "-C",
     .help = "send each LF as CRLF",
     .apply = [](Settings& s, const Option&, std::string_view) { s.treatment.crlf = true; },
     .joined = Joined::console},
    {.name = "--telnet",
     .letter = "-t",
     .help = "answer telnet negotiation and take it out of what arrives",
     .apply = [](Settings& s, const Option&, std::string_view) { s.treatment.telnet = true; },
     .joined = Joined::console},
};

}  // namespace

constinit const std::span<const Option> treatment_options = rows;

}  // namespace netkit::cli
