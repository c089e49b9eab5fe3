// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>

#include <string>
#include <vector>

namespace netkit::cli {

/// The descriptors that a service manager passes to this process to listen on (sd_listen_fds(3)): LISTEN_FDS
/// of them, from 3 on, if LISTEN_PID is this process. Throws UsageError if LISTEN_FDS is not a number.
std::vector<int> inherited_sockets();
/// Removes the variables from the environment, since they are not meant for children.
void forget_inherited_sockets();

/// Takes over a descriptor under a number other than 0, 1 and 2, closed on exec. If it was one of those
/// three, a stand-in takes its place. No descriptor if it is not open.
UniqueFd claim_descriptor(int fd);

/// Puts a shared descriptor back into blocking mode when destroyed, if it was in that mode at first.
class RestoreBlocking {
 public:
  explicit RestoreBlocking(int fd);
  RestoreBlocking(RestoreBlocking&&) = default;
  RestoreBlocking& operator=(RestoreBlocking&&) = delete;
  ~RestoreBlocking();

 private:
  UniqueFd fd_;  // none if there is nothing to restore
};

/// The path, or @NAME, that a Unix-domain socket is bound to; empty if there is none.
std::string unix_name_of(int fd);

}  // namespace netkit::cli
