// SPDX-License-Identifier: MIT
#pragma once

#include "cli/option/option_table.h"
#include "cli/option/settings.h"

namespace netkit::cli {

// The verbs of netkit blocklist: each one's options, and what runs it as in commands.h.

OptionTable blocklist_check_options(Settings& settings);
OptionTable blocklist_filter_options(Settings& settings);
OptionTable blocklist_rules_options(Settings& settings);
OptionTable blocklist_edit_options(Settings& settings);  ///< add and remove
OptionTable blocklist_merge_options(Settings& settings);
OptionTable blocklist_diff_options(Settings& settings);
OptionTable blocklist_export_options(Settings& settings);
OptionTable blocklist_stats_options(Settings& settings);

int run_blocklist_check(const Settings& settings);
int run_blocklist_filter(const Settings& settings);
int run_blocklist_rules(const Settings& settings);
int run_blocklist_add(const Settings& settings);
int run_blocklist_remove(const Settings& settings);
int run_blocklist_merge(const Settings& settings);
int run_blocklist_diff(const Settings& settings);
int run_blocklist_export(const Settings& settings);
int run_blocklist_stats(const Settings& settings);

}  // namespace netkit::cli
