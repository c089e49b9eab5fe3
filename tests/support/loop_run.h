// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/loop.h>

#include <functional>

#include "patience.h"

namespace netkit::test {

/// Runs the loop until the condition holds; false if it does not hold in time.
bool run_until(Loop& loop, const std::function<bool()>& holds,
               Duration at_most = stretched(std::chrono::seconds(10)));

/// Runs the loop for this duration: for tests that something does not happen.
void run_for(Loop& loop, Duration duration);

}  // namespace netkit::test
