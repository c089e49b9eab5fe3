// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "cli/option/settings.h"
#include "cli/session/handler.h"

namespace netkit::cli {

/// Looks up the program of --exec or --sh-exec, then calls `run` with the handler that runs it, and returns
/// what that returns. A program that cannot run is reported before anything is bound or connected.
int run_with_program(const Settings& settings, const std::function<int(const MakeHandler& make)>& run);

/// Looks up the program of --then, if there is one, then calls `run`. If that returns 0, this process becomes
/// the program; otherwise returns what `run` does.
int run_then_program(const Settings& settings, const std::function<int()>& run);

}  // namespace netkit::cli
