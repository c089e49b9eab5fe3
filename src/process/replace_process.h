// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>
#include <netkit/base/export.h>

#include <string>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// Replaces this process by a program, as execve(2) does: with its environment and its descriptors that are
/// not closed on exec, but with default signals, none of them blocked, and the limit on descriptors that it
/// started with. `arguments` begin with the program's name. Returns only if that fails. No other thread may
/// run.
Error replace_process(const std::string& file, const std::vector<std::string>& arguments);

// Example:
//
//     const Error error = replace_process("/nonexistent", {"nonexistent"});
//     assert(error.code == std::errc::no_such_file_or_directory);

}  // namespace netkit
