// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/handshakes.h>

#include "cli/option/settings.h"

namespace netkit::cli {

// The handshakes that the options ask for. A new kind of handshake is added to these lists.

/// For a session's connection, accepted or dialled: before its filters and handler.
/// Before a client is let in.
Handshakes::List admission_handshakes(Loop& loop, const Settings& settings);
Handshakes::List session_handshakes(const Settings& settings);
/// For `dialled`: before its session. It passes on `client`, if there is one.
Handshakes::List dial_handshakes(Loop& loop, const Settings& settings, const Connection& dialled,
                                 const Connection* client);

}  // namespace netkit::cli
