// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/deferred.h>
#include <netkit/stream/handshake.h>

#include <memory>
#include <string>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Sends a PROXY header on a new connection, before anything else. Waits for no answer, for there is none.
class SendProxyHeader final : public Handshake {
 public:
  /// `header`: what proxy_header() has made.
  SendProxyHeader(Loop& loop, std::string header);

  void start(std::unique_ptr<Connection> connection, Done done) override;

 private:
  std::string header_;
  std::unique_ptr<Connection> connection_;
  Done done_;
  Deferred sent_;
};

// Example:
//
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     const UniqueFd peer(ends[1]);
//     Loop loop;
//     SendProxyHeader handshake(loop, proxy_header(ProxyVersion::text, {}));
//     handshake.start(*StreamSocket::adopt(loop, UniqueFd(ends[0]), {}),
//                     [](Handshake::Result connection) { assert(connection); });
//     loop.run();
//     std::array<char, 32> text{};
//     assert(::read(peer.get(), text.data(), text.size()) == 15);

}  // namespace netkit
