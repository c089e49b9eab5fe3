// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

namespace netkit::bench {

// What the kernel tells in /proc about programs that run.

/// What all processes of a program (this one and those below it) have used so far, in seconds.
double processor_seconds(pid_t pid);
/// The memory a process has to itself, and its part of what it shares (Pss), in bytes.
double memory_of(pid_t pid);
/// What it has taken for itself (heap and stack, not programs and files), in bytes.
double own_memory_of(pid_t pid);

}  // namespace netkit::bench
