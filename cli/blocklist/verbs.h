// SPDX-License-Identifier: MIT
#pragma once

#include "cli/option/settings.h"

namespace netkit::cli {

// The verbs of netkit blocklist: what runs each, as in commands.h.

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
