// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>
#include <sys/socket.h>

#include <string>

#include "support/where.h"

namespace netkit::bench {

/// A TCP socket, or with SOCK_DGRAM a UDP one, that begins to connect to a server on 127.0.0.1, non-blocking
/// and without delay. The
/// `number`-th comes from one of 32 addresses 127.0.0.x: each has its own ports, so that they do not run out.
UniqueFd begin_to_connect(const test::Where& server, std::size_t number, int type = SOCK_STREAM);

}  // namespace netkit::bench
