// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>

#include <string>
#include <vector>

namespace netkit::cli {

/// The descriptors that a service manager hands to this process to listen on (sd_listen_fds(3)):
/// LISTEN_FDS of them from 3 on, if LISTEN_PID is ours. Throws UsageError if they cannot be counted.
std::vector<int> inherited_sockets();
/// Takes the variables out of the environment: they are not for our children.
void forget_inherited_sockets();

/// Takes a descriptor over: not 0, 1 or 2, and closed on exec. In place of one of those three there is
/// /dev/null then. Nothing if it is not open.
UniqueFd claim_descriptor(int fd);

/// Sees to it that a descriptor which others may share blocks again when this goes, if it did at first.
class RestoreBlocking {
 public:
  explicit RestoreBlocking(int fd);
  RestoreBlocking(RestoreBlocking&&) = default;
  RestoreBlocking& operator=(RestoreBlocking&&) = delete;
  ~RestoreBlocking();

 private:
  UniqueFd fd_;  // none if there is nothing to see to
};

/// The path, or @NAME, that a Unix-domain socket is bound to; empty if it is none.
std::string unix_name_of(int fd);

}  // namespace netkit::cli
