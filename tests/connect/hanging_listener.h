// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>

#include <string>
#include <vector>

#include "support/raw_socket.h"

namespace netkit::test {

/// Whoever connects waits: the queue of connections to be accepted is full, and nobody accepts.
/// Nothing outside this machine is needed for it, nor any privilege.
class HangingListener {
 public:
  /// 127.0.0.2, say.
  explicit HangingListener(const std::string& address);

  SocketAddress address() const;
  /// Makes room: who waits is let in the next time that his system asks (TCP: after a second).
  void answer();

 private:
  RawListener listener_;
  std::vector<UniqueFd> waiting_;
};

}  // namespace netkit::test
