// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/proxy/machine/proxy_dialogue.h>
#include <netkit/stream/dialogue_handshake.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Has a proxy connect to a target. Errors, of the syscall "proxy": NetErrc::proxy_denied for credentials and
/// rules, proxy_unreachable, proxy_protocol; ETIMEDOUT if it takes too long; ECONNRESET if it ends before it
/// has answered.
class ProxyHandshake final : public DialogueHandshake {
 public:
  /// What it is to do.
  struct Options {
    std::chrono::milliseconds timeout = std::chrono::seconds(10);  ///< 0: none
    std::string proxy = {};  ///< how messages name the proxy: "127.0.0.1:3128"
    /// Told of the agreement, with the proxy's answer, and of a refusal, each just before `done`.
    std::function<void(const std::string& reply)> on_agreed = {};
    std::function<void(const ProxyFault& fault)> on_refused = {};
  };
  using MakeDialogue = std::function<std::unique_ptr<ProxyDialogue>()>;

  ProxyHandshake(Loop& loop, MakeDialogue make, Options options);

 private:
  void begin() override;
  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_timeout() override;
  void advance();

  MakeDialogue make_;
  Options options_;
  std::unique_ptr<ProxyDialogue> dialogue_;
  std::string input_;
};

// Example:
//
//     Loop loop;
//     ProxyHandshake through(loop, [] { return http_connect_dialogue({"example.com", 22}, ""); },
//                            {.proxy = "127.0.0.1:3128"});

}  // namespace netkit
