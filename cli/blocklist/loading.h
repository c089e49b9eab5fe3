// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/address_set.h>
#include <netkit/blocklist/listed_rules.h>

#include <cstdint>
#include <string>
#include <vector>

#include "cli/option/settings.h"
#include "cli/report/report.h"
#include "cli/text/list_loading.h"

namespace netkit::cli {

/// The rules of several lists, and how many lines they were.
struct LoadedRules {
  ListedRules rules;
  std::uint64_t lines = 0;
  std::uint64_t comments = 0;
  std::uint64_t bad_lines = 0;
};

// Loading the lists of a verb. Each function throws UsageError, and warns about bad lines.

/// All lists of -f and --rule together. Throws UsageError if there is none.
AddressSet load_set(const Settings& settings, const Report& report);
LoadedRules load_rules(const Settings& settings, const Report& report);

/// The list in one file.
AddressSet load_set(const std::string& path, const Settings& settings, const Report& report);

/// For verbs that take no operands. Throws UsageError if there are some.
void refuse_operands(const Settings& settings);

/// Throws UsageError if standard input is named twice, by the lists or by these operands.
void refuse_stdin_twice(const BlocklistSettings& lists, const std::vector<std::string>& operands);

}  // namespace netkit::cli
