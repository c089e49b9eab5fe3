// SPDX-License-Identifier: MIT
#pragma once

#include "job.h"

namespace netkit::bench {

/// All there are, in the order in which they are run.
const std::vector<Job>& jobs();

}  // namespace netkit::bench
