// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/console/console.h>

#include "cli/option/settings.h"

namespace netkit::cli {

/// Standard input and output for a handler; sizes the pipes they are.
ConsoleOptions console_options(const CommonSettings& settings);

}  // namespace netkit::cli
