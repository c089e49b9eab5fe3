// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/address_set.h>
#include <netkit/blocklist/listed_rules.h>

#include <string>
#include <vector>

#include "cli/option/settings.h"
#include "cli/report/report.h"
#include "cli/text/list_loading.h"

namespace netkit::cli {

// The lists of a verb, all of them together. Each throws UsageError; bad lines are told on the way.

/// Those of -f and --rule. Throws UsageError where there is none.
AddressSet load_set(const Settings& settings, const Report& report);
ListedRules load_rules(const Settings& settings, const Report& report);

/// That of one file.
AddressSet load_set(const std::string& path, const Settings& settings, const Report& report);

/// Of verbs that take none. Throws UsageError.
void refuse_operands(const Settings& settings);

/// Throws UsageError where standard input is wanted twice: by the lists, or by these operands.
void refuse_stdin_twice(const BlocklistSettings& lists, const std::vector<std::string>& operands);

}  // namespace netkit::cli
