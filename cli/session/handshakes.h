// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/connect/handshakes.h>

#include "cli/session/facts.h"
#include "cli/session/proxy_route.h"
#include "cli/session/run.h"

namespace netkit::cli {

// The handshakes that the options ask for. A new kind of handshake is added to these lists.

// What they learn is stored in `facts`, which must outlive them.

/// Before a client is let in.
Handshakes::List admission_handshakes(Loop& loop, const Settings& settings);
/// For a session's connection, before its filters and handler.
Handshakes::List session_handshakes(Run& run, const Connection& accepted, Facts& facts);
/// For `dialled`: before its session. It passes on `client`, if there is one, through the proxies of `route`.
Handshakes::List dial_handshakes(Run& run, const Settings& settings, const Connection& dialled,
                                 const Connection* client, Facts& facts, ProxyRoute& route);

}  // namespace netkit::cli
