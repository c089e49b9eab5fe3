// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>
#include <netkit/proxy/machine/request_dialogue.h>

namespace netkit::cli {

/// What a client of --proxy-server is answered if the connection to its target fails so.
ProxyOutcome outcome_of(const Error& error);

}  // namespace netkit::cli
