// SPDX-License-Identifier: MIT
#include "cli/option/option_groups.h"
#include "cli/option/option_rows.h"

namespace netkit::cli {

OptionGroup message_group(Settings& s) {
  CommonSettings& common = s.common;
  return {"Messages:",
          {repeatable(action("-v,--verbose", "say more; repeatable", [&common] { ++common.verbosity; })),
           action("-q,--quiet", "say nothing but errors", [&common] { common.verbosity = -1; }),
           {"--events", OptionRow::Takes::optional_value, "FILE|fd:N",
            "one JSON object a line for each event, on stderr or there",
            [&common](std::string_view value) { common.events = value; }},
           flag("--summary", "bytes each way, time and rate at the end, and on SIGUSR1", common.summary),
           help_row()}};
}

}  // namespace netkit::cli
