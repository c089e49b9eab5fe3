// SPDX-License-Identifier: MIT
#pragma once

#include "cli/option/settings.h"

namespace netkit::cli {

/// Checks the descriptors that the settings and LISTEN_FDS say were handed to the program: each is open,
/// those to be written can be written, and none has two uses. Must be called before anything is opened, which
/// could get a number of those. From then on no other program inherits them. Throws UsageError.
void claim_handed_over(const Settings& settings);

}  // namespace netkit::cli
