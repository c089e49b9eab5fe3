// SPDX-License-Identifier: MIT
#include "cli/option/groups.h"
#include "cli/option/join.h"
#include "cli/option/settings.h"

namespace netkit::cli {
namespace {

constexpr Option rows[] = {
    {.name = "--to",
     .takes = Option::Takes::value,
     .metavar = "ENDPOINT",
     .help = "join each client to a new connection to PORT, HOST:PORT or unix:PATH",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { join(s, option, Joined::target, value); }},
};

}  // namespace

constinit const std::span<const Option> forwarding_options = rows;

}  // namespace netkit::cli
