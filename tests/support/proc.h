// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "patience.h"
#include "where.h"

namespace netkit::test {

// What the kernel reports about processes and sockets in /proc.

/// The inode of the socket that listens there, if there is one. Does not send or connect.
std::optional<std::string> listening_inode(const Where& where);

/// Whether this process listens there.
bool listens(pid_t pid, const Where& where);

/// The target of each descriptor of a process: "socket:[123]", "pipe:[4]", "/dev/null".
std::map<int, std::string> descriptors(pid_t pid);

/// The most memory the process has had resident so far, in bytes (VmHWM).
std::size_t peak_memory(pid_t pid);

/// The processor time the process has used so far.
Duration processor_time(pid_t pid);

/// Its children, in order; also those that have ended and that it has not waited for.
std::vector<pid_t> children(pid_t pid);

/// The text of a field of /proc/PID/status: status_field(pid, "SigIgn").
std::string status_field(pid_t pid, const std::string& name);

/// The state letter: R, S, D, Z, T (stopped).
char state_of(pid_t pid);

}  // namespace netkit::test
