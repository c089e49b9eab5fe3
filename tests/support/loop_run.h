// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/loop.h>

#include <functional>

#include "patience.h"

namespace netkit::test {

/// Runs the loop until the condition holds; false if that has not come in time.
bool run_until(Loop& loop, const std::function<bool()>& holds,
               Duration at_most = stretched(std::chrono::seconds(10)));

/// Runs the loop for so long: where a test is about something that does not happen.
void run_for(Loop& loop, Duration duration);

}  // namespace netkit::test
