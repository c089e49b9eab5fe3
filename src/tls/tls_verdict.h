// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/timer.h>
#include <netkit/stream/handshake.h>

#include <chrono>
#include <functional>
#include <memory>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Finds out whether a server accepts our certificate: with TLS 1.3 it says so after the client's handshake
/// is done (RFC 8446, section 2). Sends our end and waits for the peer's, or for its alert, which is the
/// error of the connection. Silence is consent.
class TlsVerdict final : public Handshake, private Stream::Listener {
 public:
  /// How long to wait, asked at the start; 0: not at all.
  using Patience = std::function<std::chrono::milliseconds()>;

  TlsVerdict(Loop& loop, Patience patience);

  void start(std::unique_ptr<Connection> connection, Done done) override;

 private:
  void succeed();
  void on_data(Bytes) override {}
  void on_end() override { succeed(); }
  void on_drain() override {}
  void on_finish(std::error_code) override {}
  void on_close(std::error_code cause) override;

  Patience patience_;
  std::unique_ptr<Connection> connection_;
  Done done_;
  Timer silence_;
};

// Example:
//
//     Loop loop;
//     TlsVerdict verdict(loop, [] { return std::chrono::seconds(1); });

}  // namespace netkit
