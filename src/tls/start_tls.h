// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/stream/dialogue_handshake.h>
#include <netkit/tls/start_tls_dialogue.h>

#include <chrono>
#include <memory>
#include <string>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Asks a server in its own protocol to go on with TLS; a TlsHandshake follows. Errors: ERR_STARTTLS of
/// tls_error() if it refuses; ETIMEDOUT if it takes too long; ECONNRESET if it ends before it has agreed.
class StartTls final : public DialogueHandshake {
 public:
  /// What it is to do.
  struct Options {
    StartTlsProtocol protocol = StartTlsProtocol::smtp;
    std::chrono::milliseconds timeout = std::chrono::seconds(10);  ///< 0: none
    std::string peer = {};  ///< how messages name the peer: "192.0.2.1:25"
  };

  StartTls(Loop& loop, Options options);

 private:
  void begin() override;
  void on_data(Bytes bytes) override { take(as_text(bytes)); }
  void on_end() override;
  void on_timeout() override;
  void take(std::string_view bytes);

  Options options_;
  std::unique_ptr<StartTlsDialogue> dialogue_;
};

// Example:
//
//     Loop loop;
//     StartTls smtp(loop, {.protocol = StartTlsProtocol::smtp, .peer = "192.0.2.1:25"});

}  // namespace netkit
