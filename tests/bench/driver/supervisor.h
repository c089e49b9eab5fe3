// SPDX-License-Identifier: MIT
#pragma once

#include "job.h"

namespace netkit::bench {

/// Runs a job in a process group of its own, of which nothing is left when this returns or a signal ends us:
/// neither processes nor files. What one job has held in memory does not count towards another. Prints the
/// report to stdout. Answers false if a signal wants us to end.
bool supervise(const Job& job, Setting setting);

/// To be called first: from now on signals that end a program are kept for supervise(), and so are processes
/// whose parents have ended.
void become_supervisor();

}  // namespace netkit::bench
