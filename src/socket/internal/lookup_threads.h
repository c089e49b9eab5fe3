// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

namespace netkit::internal {

/// Runs `work`, which must not throw, in a thread: one of at most 64, which end when there is no more work.
/// The pool of libuv would abort the program if the system cannot start its threads. False if there is no
/// thread and none can be started; `work` is then unchanged.
bool run_in_lookup_thread(std::move_only_function<void()>& work);

}  // namespace netkit::internal
