// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/timer.h>
#include <netkit/stream/handshake.h>

#include <chrono>
#include <memory>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Finds out whether somebody refuses datagrams: sends one of a single NUL byte, then waits for an answer.
/// Any answer succeeds, and so does silence for the whole time: Connection::bytes_read() tells the two apart.
/// A refusal (ICMP) is the error "connect ECONNREFUSED 127.0.0.1:9".
class DatagramProbe final : public Handshake, private Stream::Listener {
 public:
  DatagramProbe(Loop& loop, std::chrono::milliseconds patience);

  void start(std::unique_ptr<Connection> connection, Done done) override;

 private:
  void succeed();
  void on_data(Bytes bytes) override;
  void on_end() override {}
  void on_drain() override {}
  void on_finish(std::error_code) override {}
  void on_close(std::error_code cause) override;

  std::chrono::milliseconds patience_;
  std::unique_ptr<Connection> connection_;
  Done done_;
  Timer silence_;
};

// Example:
//
//     Loop loop;
//     const SocketAddress nobody{*IpAddress::parse("127.0.0.1"), 9};
//     DatagramProbe probe(loop, std::chrono::seconds(2));
//     probe.start(*DatagramConnection::connect(loop, {nobody}, {}, {}),
//                 [](Handshake::Result answer) { assert(!answer || (*answer)->bytes_written() == 1); });
//     loop.run();

}  // namespace netkit
