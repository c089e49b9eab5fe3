// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/proxy/machine/request_dialogue.h>
#include <netkit/tls/engine/tls_facts.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace netkit::cli {

/// What the handshakes of a connection have learned.
struct Facts {
  std::shared_ptr<RequestDialogue> request;  ///< of a client of --proxy-server
  std::string target;                        ///< what proxies were asked for: "example.com:22"; else empty
  std::optional<TlsFacts> tls;               ///< also when the handshake has failed
  std::chrono::milliseconds tls_took{0};     ///< the handshake of TLS
};

}  // namespace netkit::cli
