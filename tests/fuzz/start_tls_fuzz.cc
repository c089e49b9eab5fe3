// SPDX-License-Identifier: MIT
// The first byte names the protocol; the rest is what the server says, cut in two.
#include <netkit/tls/start_tls_dialogue.h>

#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netkit;
  if (size == 0) return 0;
  const auto protocol = static_cast<StartTlsProtocol>(data[0] % 9);
  const std::string_view words = fuzz::as_text(data, size).substr(1);
  const auto dialogue = StartTlsDialogue::make(protocol);
  dialogue->take("");
  for (const std::string_view part : {words.substr(0, words.size() / 2), words.substr(words.size() / 2)}) {
    const auto step = dialogue->take(part);
    if (!step) {
      fuzz::require(!step.error().empty(), "a refusal has a reason");
      return 0;
    }
    if (step->state == StartTlsDialogue::State::agreed) return 0;
  }
  return 0;
}
