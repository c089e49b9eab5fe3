// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/timer.h>
#include <netkit/stream/handshake.h>
#include <netkit/tls/start_tls_dialogue.h>

#include <chrono>
#include <memory>
#include <string>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Asks a server in its own protocol to go on with TLS; a TlsHandshake follows. Errors: ERR_STARTTLS of
/// tls_error() if it refuses; ETIMEDOUT if it takes too long; ECONNRESET if it ends before it has agreed.
class StartTls final : public Handshake, private Stream::Listener {
 public:
  /// What it is to do.
  struct Options {
    StartTlsProtocol protocol = StartTlsProtocol::smtp;
    std::chrono::milliseconds timeout = std::chrono::seconds(10);  ///< 0: none
    std::string peer = {};  ///< how messages name the peer: "192.0.2.1:25"
  };

  StartTls(Loop& loop, Options options);

  void start(std::unique_ptr<Connection> connection, Done done) override;

 private:
  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_drain() override {}
  void on_finish(std::error_code) override {}
  void on_close(std::error_code) override { on_end(); }

  void take(std::string_view bytes);
  void on_timeout();
  void settle(Handshake::Result result);

  Options options_;
  std::unique_ptr<StartTlsDialogue> dialogue_;
  std::unique_ptr<Connection> connection_;
  Done done_;
  Timer too_late_;
};

// Example:
//
//     Loop loop;
//     StartTls smtp(loop, {.protocol = StartTlsProtocol::smtp, .peer = "192.0.2.1:25"});

}  // namespace netkit
