// SPDX-License-Identifier: MIT
#pragma once

#include "cli/filter/copies.h"
#include "cli/session/access_rules.h"

namespace netkit::cli {

/// What is read, or opened, before any socket is bound or dialled. Each loop has a copy; SIGHUP has the rules
/// read again.
struct Prepared {
  AccessRules access;
  Copies copies;
};

}  // namespace netkit::cli
