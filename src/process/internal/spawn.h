// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/result.h>
#include <netkit/process/child_process.h>
#include <sys/types.h>

namespace netkit::internal {

/// Starts the program as ChildProcess describes, without waiting for its end. Returns once the program runs.
Result<pid_t> spawn(const ChildSettings& settings);

}  // namespace netkit::internal
