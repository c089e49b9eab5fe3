// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/handshakes.h>

#include "cli/option/settings.h"

namespace netkit::cli {

// The handshakes that the options ask for. A new kind of handshake is added to these lists.

/// For a session's connection, accepted or dialled: before its filters and handler.
Handshakes::List session_handshakes(const Settings& settings);
/// For a connection that was dialled: before its session.
Handshakes::List dial_handshakes(const Settings& settings);

}  // namespace netkit::cli
