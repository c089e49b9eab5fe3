// SPDX-License-Identifier: MIT
#pragma once

#include "cli/session/access_rules.h"

namespace netkit::cli {

/// What is read before any socket is bound or dialled. Each loop has a copy; SIGHUP has it read again.
struct Prepared {
  AccessRules access;
};

}  // namespace netkit::cli
