// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/handshakes.h>

#include "cli/option/settings.h"

namespace netkit::cli {

// What the options want done on a connection before its bytes are payload: here a new one is put into its
// list.

/// Of one that was accepted, or was handed on by dial_handshakes(): before filters and handler.
Handshakes::List session_handshakes(const Settings& settings);
/// Of one that was dialled.
Handshakes::List dial_handshakes(const Settings& settings);

}  // namespace netkit::cli
