// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "cli/option/settings.h"
#include "cli/session/handler.h"

namespace netkit::cli {

/// Looks up the program of --exec or --sh-exec, then calls `run` with the handler that runs it, and returns
/// what that returns. A program that cannot run is reported before anything is bound or connected.
int run_with_program(const Settings& settings, const std::function<int(const MakeHandler& make)>& run);

}  // namespace netkit::cli
