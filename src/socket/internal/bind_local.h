// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>
#include <netkit/socket/dial.h>

#include <optional>

namespace netkit::internal {

/// Binds a socket to the end that is asked for before it is connected to `to`; if none is, does nothing. The
/// error is "bind EADDRNOTAVAIL 1.2.3.4".
std::optional<Error> bind_local(int fd, const LocalEnd& from, const SocketAddress& to);

}  // namespace netkit::internal
