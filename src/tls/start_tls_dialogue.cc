// SPDX-License-Identifier: MIT
#include <netkit/tls/start_tls_dialogue.h>

#include <netkit/tls/internal/dialogues.h>

namespace netkit {
namespace {

constexpr std::size_t longest_dialogue = std::size_t{64} << 10;

}  // namespace

std::unique_ptr<StartTlsDialogue> StartTlsDialogue::make(StartTlsProtocol protocol) {
  if (protocol == StartTlsProtocol::postgres) return internal::postgres_dialogue();
  if (protocol == StartTlsProtocol::ldap) return internal::ldap_dialogue();
  return internal::line_dialogue(protocol);
}

StartTlsDialogue::Result StartTlsDialogue::take(std::string_view bytes) {
  input_ += bytes;
  taken_ += bytes.size();
  if (taken_ > longest_dialogue) return std::unexpected("the server says more than 64 KiB");
  Result result = advance(input_);
  if (result && result->state == State::agreed && !input_.empty())
    return std::unexpected("the server said more before TLS had begun");
  return result;
}

}  // namespace netkit
