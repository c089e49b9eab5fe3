// SPDX-License-Identifier: MIT
// The first byte chooses the kind of proxy; the rest is what it says, cut in two.
#include <netkit/proxy/machine/proxy_dialogue.h>

#include "require.h"

namespace {

using namespace netkit;

std::unique_ptr<ProxyDialogue> dialogue(unsigned kind) {
  const ProxyTarget target{"example.com", 22};
  if (kind % 4 == 0) return http_connect_dialogue(target, "");
  if (kind % 4 == 1) return socks4_dialogue(target, "me");
  if (kind % 4 == 2) return socks5_dialogue(target, {});
  return socks5_dialogue(target, ProxyCredentials{"me", "word"});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto talk = dialogue(data[0]);
  const std::string_view words = fuzz::as_text(data, size).substr(1);
  std::string input;
  for (const std::string_view part : {words.substr(0, words.size() / 2), words.substr(words.size() / 2)}) {
    input += part;
    for (int i = 0; i < 8; ++i) {
      const auto step = talk->take(input);
      if (!step) {
        fuzz::require(!step.error().text.empty(), "a refusal has a reason");
        return 0;
      }
      if (step->state == ProxyDialogue::State::agreed) return 0;
      if (step->send.empty()) break;
    }
  }
  return 0;
}
