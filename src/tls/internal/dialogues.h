// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/tls/start_tls_dialogue.h>

#include <memory>
#include <string>
#include <string_view>

namespace netkit::internal {

/// Of the protocols that have lines of text.
std::unique_ptr<StartTlsDialogue> line_dialogue(StartTlsProtocol protocol);
std::unique_ptr<StartTlsDialogue> postgres_dialogue();
std::unique_ptr<StartTlsDialogue> ldap_dialogue();

inline std::unexpected<std::string> refused(std::string_view words) {
  return std::unexpected("the server said \"" + std::string(words) + '"');
}

}  // namespace netkit::internal
