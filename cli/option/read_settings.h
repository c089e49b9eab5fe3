// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/command/command_row.h"
#include "cli/option/settings.h"

namespace netkit::cli {

/// A command's settings, from its arguments and, as far as those leave room for it, from the environment:
/// a variable whose option cannot stand beside what was typed is displaced by it. Throws UsageError.
Settings read_settings(const CommandRow& command, const std::vector<std::string>& arguments);

}  // namespace netkit::cli
