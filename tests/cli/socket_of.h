// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <optional>

#include "support/unique_fd.h"

namespace netkit::test {

/// A duplicate of the socket that a program of ours has connected, or listens on: to ask it for its options.
/// Nothing where there is none, or where the system does not let us (pidfd_getfd(2)).
std::optional<UniqueFd> connected_socket_of(pid_t pid);
std::optional<UniqueFd> listening_socket_of(pid_t pid);

/// getsockopt(2) for an int.
int option_of(int fd, int level, int name);

}  // namespace netkit::test
