// SPDX-License-Identifier: MIT
#include <netkit/tls/internal/dialogues.h>

#include <utility>

namespace netkit::internal {
namespace {

using State = StartTlsDialogue::State;
using Result = StartTlsDialogue::Result;

constexpr std::string_view ssl_request("\0\0\0\x08\x04\xd2\x16\x2f", 8);

class PostgresDialogue final : public StartTlsDialogue {
  Result advance(std::string& input) override {
    if (!std::exchange(asked_, true)) return Step{.send = std::string(ssl_request)};
    if (input.empty()) return Step{};
    const char answer = input.front();
    input.erase(0, 1);
    if (answer == 'S') return Step{.state = State::agreed};
    if (answer == 'N') return std::unexpected("the server has no TLS");
    return refused(answer + input);
  }

  bool asked_ = false;
};

}  // namespace

std::unique_ptr<StartTlsDialogue> postgres_dialogue() {
  return std::make_unique<PostgresDialogue>();
}

}  // namespace netkit::internal
