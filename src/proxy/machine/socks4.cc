// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/proxy_dialogue.h>

#include <utility>

namespace netkit {
namespace {

using Kind = ProxyFault::Kind;

class Socks4 final : public ProxyDialogue {
 public:
  Socks4(const ProxyTarget& target, std::string user) : target_(target), user_(std::move(user)) {}

  Result take(std::string& input) override {
    if (!std::exchange(asked_, true)) return Step{.send = request()};
    if (!input.empty() && input[0] != '\0') return no(Kind::protocol, "does not speak SOCKS4");
    if (input.size() < 8) return Step{};
    const auto code = static_cast<unsigned char>(input[1]);
    input.erase(0, 8);
    reply_ = std::to_string(code);
    switch (code) {
      case 90:
        return Step{.state = State::agreed};
      case 91:
        return no(Kind::unreachable, "request rejected");
      case 92:
      case 93:
        return no(Kind::credentials, "wrong user or password");
      default:
        return no(Kind::protocol, "does not speak SOCKS4");
    }
  }

  std::string reply() const override { return reply_; }

 private:
  static Result no(Kind kind, std::string text) { return std::unexpected(ProxyFault{kind, std::move(text)}); }

  // A name is in 4a; 0.0.0.1 says that there is one.
  std::string request() const {
    std::string text("\x04\x01", 2);
    text += static_cast<char>(target_.port >> 8);
    text += static_cast<char>(target_.port & 0xff);
    const IpLiteral* const literal = target_.host.literal();
    const std::array<std::uint8_t, 4> name_follows{0, 0, 0, 1};
    for (const std::uint8_t byte : literal != nullptr ? literal->address.unmapped().v4_bytes() : name_follows)
      text += static_cast<char>(byte);
    text += user_ + '\0';
    if (literal == nullptr) text += *target_.host.name() + '\0';
    return text;
  }

  ProxyTarget target_;
  std::string user_, reply_;
  bool asked_ = false;
};

}  // namespace

std::unique_ptr<ProxyDialogue> socks4_dialogue(const ProxyTarget& target, std::string user) {
  return std::make_unique<Socks4>(target, std::move(user));
}

}  // namespace netkit
