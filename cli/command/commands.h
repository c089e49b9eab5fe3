// SPDX-License-Identifier: MIT
#pragma once

#include "cli/option/settings.h"

namespace netkit::cli {

// Each runs its command with what the command line gave, and returns the program's exit status.
// They throw UsageError before anything has happened.

int run_listen(const Settings& settings);
int run_connect(const Settings& settings);
int run_echo(const Settings& settings);
int run_check_ip(const Settings& settings);

}  // namespace netkit::cli
