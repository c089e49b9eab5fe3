// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>
#include <sys/types.h>

#include <optional>

namespace netkit::test {

/// A duplicate of the socket that a child has connected, or listens on, from which to read its options. No
/// descriptor if there is none, or if pidfd_getfd(2) is not permitted.
std::optional<UniqueFd> connected_socket_of(pid_t pid);
std::optional<UniqueFd> listening_socket_of(pid_t pid);

/// getsockopt(2) for an int.
int option_of(int fd, int level, int name);

}  // namespace netkit::test
