// SPDX-License-Identifier: MIT
#include "cli/option/option_groups.h"
#include "cli/option/option_rows.h"
#include "cli/option/options.h"

namespace netkit::cli {

OptionTable check_ip_options(Settings& s) {
  CommonSettings& common = s.common;
  return {{"What counts:",
           {action("-4,--ipv4", "only IPv4 addresses", [&common] { set_family(common, Family::ipv4); }),
            action("-6,--ipv6", "only IPv6 addresses", [&common] { set_family(common, Family::ipv6); })}},
          {"Output:",
           {flag("--json", "an object a line, with all there is to know", s.check_ip.json),
            repeatable(action("-v,--verbose", "on stderr, why a text does not count",
                              [&common] { common.verbosity = 1; })),
            action("-q,--quiet", "nothing; the status says it", [&common] { common.verbosity = -1; }),
            help_row()}}};
}

}  // namespace netkit::cli
