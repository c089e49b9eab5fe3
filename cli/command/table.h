// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "cli/command/command_row.h"

namespace netkit::cli {

/// netkit itself, which is the first, and all its commands.
std::span<const CommandRow> all_commands();

}  // namespace netkit::cli
