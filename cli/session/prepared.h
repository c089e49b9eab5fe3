// SPDX-License-Identifier: MIT
#pragma once

#include "cli/session/access_rules.h"

namespace netkit::cli {

/// What is read before anything is bound or dialled. Each loop has a copy; SIGHUP reads it again.
struct Prepared {
  AccessRules access;
};

}  // namespace netkit::cli
