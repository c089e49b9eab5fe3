// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/timer.h>
#include <netkit/stream/handshake.h>

#include <chrono>
#include <memory>
#include <string>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Reads the PROXY header that a proxy sends first, and gives a ProxiedConnection. The header has to be whole
/// within the time, and has at most longest_proxy_header bytes. Without one the connection is reset, and the
/// error is EPROTO, or ETIMEDOUT, or why the connection has failed.
class AcceptProxyHeader final : public Handshake, private Stream::Listener {
 public:
  explicit AcceptProxyHeader(Loop& loop, std::chrono::milliseconds patience = std::chrono::seconds(5));

  void start(std::unique_ptr<Connection> connection, Done done) override;

 private:
  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_drain() override {}
  void on_finish(std::error_code) override {}
  void on_close(std::error_code cause) override;
  void fail(std::error_code cause);

  std::chrono::milliseconds patience_;
  std::unique_ptr<Connection> connection_;
  Done done_;
  std::string read_;
  Timer too_late_;
};

// Example:
//
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     const UniqueFd peer(ends[1]);
//     const std::string header = "PROXY TCP4 192.0.2.1 192.0.2.2 5000 80\r\n";
//     assert(::write(peer.get(), header.data(), header.size()) > 0);
//     Loop loop;
//     AcceptProxyHeader handshake(loop);
//     handshake.start(*StreamSocket::adopt(loop, UniqueFd(ends[0]), {}), [](Handshake::Result connection) {
//       assert((*connection)->remote_address()->port == 5000);
//     });
//     loop.run();

}  // namespace netkit
