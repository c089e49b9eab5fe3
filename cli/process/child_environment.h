// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/stream/connection.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/session/facts.h"

namespace netkit::cli {

/// Our environment without what is meant for us alone: the variables of a service manager, and the options of
/// `command`, which is running.
std::vector<std::string> environment_to_hand_on(std::string_view command);

/// What a program gets to know about its connection: NETKIT_PROTO, NETKIT_ID, NETKIT_REMOTE_ADDR, ...
std::vector<std::string> connection_variables(const Connection& connection, std::int64_t id,
                                              const Facts& facts);

}  // namespace netkit::cli
