// SPDX-License-Identifier: MIT
// netkit blocklist rules: prints the rules as `net.BlockList.rules` does.
#include <unistd.h>

#include <ranges>

#include "cli/blocklist/loading.h"
#include "cli/blocklist/verbs.h"
#include "cli/report/exit_status.h"
#include "cli/report/output.h"
#include "cli/report/report.h"
#include "cli/text/operands.h"

namespace netkit::cli {

int run_blocklist_rules(const Settings& settings) {
  refuse_operands(settings);
  Report report(settings.common);
  const ListedRules rules = load_rules(settings, report).rules;
  Output output(STDOUT_FILENO);
  if (settings.blocklist.json) {
    output.text() = rules.list().to_json() + '\n';
  } else {
    for (const Rule& rule : rules.list().in_order() | std::views::reverse) {
      output.text() += net_text(rule) + '\n';
      if (!output.flush_if_full()) break;
    }
  }
  if (!output.flush()) return report.conclude(local_failure("write", output.error(), "stdout"));
  return report.conclude({});
}

}  // namespace netkit::cli
