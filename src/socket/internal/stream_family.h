// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/result.h>

namespace netkit::internal {

/// The address family of an inherited descriptor: AF_INET or AF_INET6 for a connected TCP socket, AF_UNIX
/// for a connected Unix-domain stream socket and for a FIFO. Anything else is ERR_INVALID_FD_TYPE.
Result<int> stream_family(int fd);

}  // namespace netkit::internal
