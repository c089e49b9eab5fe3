// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/stream/connection.h>

#include "cli/option/settings.h"

namespace netkit::cli {

/// Whether the process at the other end of a Unix-domain socket runs as one of these users, or belongs to one
/// of these groups (SO_PEERCRED, SO_PEERGROUPS). Everybody may if nobody is named; no one of whom nothing is
/// known. The superuser has to be named like any other.
bool may_connect(const PeerSettings& allowed, const Connection& connection);

}  // namespace netkit::cli
