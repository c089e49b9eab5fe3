// SPDX-License-Identifier: MIT
// The first byte chooses the protocol and whether there are users; the rest is what a client says, in one
// piece and cut in two.
#include <netkit/proxy/machine/proxy_users.h>
#include <netkit/proxy/machine/request_dialogue.h>

#include "require.h"

namespace {

using namespace netkit;
using State = RequestDialogue::State;

std::shared_ptr<const ProxyUsers> some_users() {
  const auto hash = [](std::string_view, std::string_view data) {
    return std::string(64, static_cast<char>('0' + data.size() % 10));
  };
  const auto nonces = std::make_shared<Nonces>(hash, "secret", [] { return std::chrono::seconds(0); });
  return std::make_shared<ProxyUsers>(std::vector<ProxyCredentials>{{"me", "word"}}, hash, nonces);
}

std::unique_ptr<RequestDialogue> dialogue(unsigned kind) {
  const auto users = kind / 3 % 2 == 0 ? nullptr : some_users();
  if (kind % 3 == 0) return http_request_dialogue("netkit-1", users);
  return kind % 3 == 1 ? socks4_request_dialogue(users) : socks5_request_dialogue(users);
}

State talk(RequestDialogue& dialogue, std::initializer_list<std::string_view> parts) {
  std::string input;
  for (const std::string_view part : parts) {
    input += part;
    for (int i = 0; i < 8; ++i) {
      const auto step = dialogue.take(input);
      if (step.state != State::talking) return step.state;
      if (step.send.empty()) break;
    }
  }
  return State::talking;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view words = fuzz::as_text(data, size).substr(1);
  const auto whole = dialogue(data[0]), cut = dialogue(data[0]);
  const State state = talk(*whole, {words});
  const State same = talk(*cut, {words.substr(0, words.size() / 2), words.substr(words.size() / 2)});
  if (state != State::asked) return 0;
  const ProxyRequest& request = whole->request();
  fuzz::require(same == State::asked && cut->request().target == request.target, "a cut changes nothing");
  fuzz::require(request.target.port != 0, "a target has a port");
  fuzz::require(request.is_tunnel() == request.head.empty(), "a request has a head");
  fuzz::require(request.is_tunnel() || request.head.find("\r\n\r\n") == request.head.size() - 4,
                "what is passed on is one head");
  fuzz::require(!whole->answer(ProxyOutcome::refused, {}).empty(), "there is an answer");
  return 0;
}
