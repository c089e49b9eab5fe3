// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/option/location.h"
#include "cli/option/option_table.h"
#include "cli/option/settings.h"

namespace netkit::cli {

/// What of a command decides whether its settings make sense.
struct CommandSyntax {
  std::string_view name;
  OptionTable (*options)(Settings& settings);
  Location (*where)(const Settings& settings);  ///< throws UsageError; null: operands are no address
};

/// A command's settings, from its arguments and, as far as those leave room for it, from the environment:
/// a variable whose option cannot stand beside what was typed is displaced by it. Throws UsageError.
Settings read_settings(const CommandSyntax& command, const std::vector<std::string>& arguments);

}  // namespace netkit::cli
