// SPDX-License-Identifier: MIT
#include <limits>

#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

void set_family(Settings& s, Family family) {
  if (s.common.family && *s.common.family != family) throw UsageError("-4 and -6 exclude each other");
  s.common.family = family;
}

constexpr Option families[] = {
    {.name = "--ipv4",
     .letter = "-4",
     .help = "IPv4 only",
     .apply = [](Settings& s, const Option&, std::string_view) { set_family(s, Family::ipv4); },
     .needs = Needs::tcp | Needs::new_socket},
    {.name = "--ipv6",
     .letter = "-6",
     .help = "IPv6 only",
     .apply = [](Settings& s, const Option&, std::string_view) { set_family(s, Family::ipv6); },
     .needs = Needs::tcp | Needs::new_socket},
};

constexpr Option addresses[] = {
    {.name = "--unix",
     .letter = "-U",
     .takes = Takes::value,
     .metavar = "PATH",
     .help = "Unix-domain socket; @NAME is an abstract one",
     .apply = [](Settings& s, const Option&, std::string_view value) { s.common.unix_path = value; }},
    {.name = "--numeric",
     .letter = "-n",
     .help = "no look-ups: hosts are addresses, ports are numbers",
     .apply = [](Settings& s, const Option&, std::string_view) { s.common.numeric = true; }},
    {.name = "--fd",
     .takes = Takes::value,
     .metavar = "N",
     .help = "use inherited descriptor N",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.common.fd = static_cast<int>(count_value(option, value, 0, std::numeric_limits<int>::max()));
         }},
};

}  // namespace

constinit const std::span<const Option> family_options = families;
constinit const std::span<const Option> address_options = addresses;

}  // namespace netkit::cli
