// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/proxy/machine/request_dialogue.h>
#include <netkit/stream/dialogue_handshake.h>
#include <netkit/stream/lingering_close.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Reads what a client asks a proxy for. The answer is left to the caller, once it knows it; a request that
/// is refused is answered here. Errors, of the syscall "proxy": ERR_PROXY_REQUEST if the request was refused,
/// ETIMEDOUT if it was not whole in time, ECONNRESET if the client has ended before that.
class AcceptProxyRequest final : public DialogueHandshake {
 public:
  /// What it is to do.
  struct Options {
    std::chrono::milliseconds timeout = std::chrono::seconds(10);  ///< from the construction on; 0: none
    /// Makes the dialogue by the client's first byte; null if this is no protocol that is spoken.
    std::function<std::shared_ptr<RequestDialogue>(char first)> make = {};
    /// Told of the dialogue that was made.
    std::function<void(const std::shared_ptr<RequestDialogue>& dialogue)> on_dialogue = {};
  };

  AcceptProxyRequest(Loop& loop, Options options);

 private:
  void begin() override;
  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_close(std::error_code cause) override;
  void on_timeout() override;

  void advance();
  void refuse(const std::string& last_words, Error error);

  Loop& loop_;
  Options options_;
  std::chrono::milliseconds since_;  // by the loop's clock
  std::shared_ptr<RequestDialogue> dialogue_;
  std::string input_;
  LingeringClose closing_;
};

// Example:
//
//     Loop loop;
//     AcceptProxyRequest request(loop, {.make = [](char first) -> std::shared_ptr<RequestDialogue> {
//       return first == 5 ? socks5_request_dialogue(nullptr) : http_request_dialogue("netkit-1", nullptr);
//     }});

}  // namespace netkit
