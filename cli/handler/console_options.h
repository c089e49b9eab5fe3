// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/console/console.h>

#include "cli/option/settings.h"

namespace netkit::cli {

/// The options of a handler's Console on stdin and stdout. Resizes them if they are pipes.
ConsoleOptions console_options(const Settings& settings);

}  // namespace netkit::cli
