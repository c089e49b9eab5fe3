// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/proxy_dialogue.h>

#include <array>
#include <utility>

namespace netkit {
namespace {

using Kind = ProxyFault::Kind;

struct Refusal {
  Kind kind;
  std::string_view text;
};

/// By the reply, from 1 on (RFC 1928, section 6).
constexpr std::array refusals{Refusal{Kind::unreachable, "general failure"},
                              Refusal{Kind::denied, "not allowed by its rules"},
                              Refusal{Kind::unreachable, "network unreachable"},
                              Refusal{Kind::unreachable, "host unreachable"},
                              Refusal{Kind::unreachable, "connection refused"},
                              Refusal{Kind::unreachable, "time to live expired"},
                              Refusal{Kind::protocol, "does not speak SOCKS5"},
                              Refusal{Kind::unreachable, "address type not supported"}};

constexpr char no_credentials = 0, with_password = 2;
constexpr char an_ipv4_address = 1, a_name = 3, an_ipv6_address = 4;

std::string with_length(const std::string& text) {
  return static_cast<char>(text.size()) + text;
}

class Socks5 final : public ProxyDialogue {
 public:
  Socks5(const ProxyTarget& target, std::optional<ProxyCredentials> credentials)
      : target_(target), credentials_(std::move(credentials)) {}

  Result take(std::string& input) override { return (this->*stage_)(input); }
  std::string reply() const override { return reply_; }

 private:
  static Result no(Kind kind, std::string_view text) {
    return std::unexpected(ProxyFault{kind, std::string(text)});
  }
  static Result not_socks5() { return no(Kind::protocol, "does not speak SOCKS5"); }

  Result greet(std::string&) {
    stage_ = &Socks5::on_method;
    std::string methods{no_credentials};
    if (credentials_) methods += with_password;
    return Step{.send = '\x05' + with_length(methods)};
  }

  Result on_method(std::string& input) {
    if (!input.empty() && input[0] != 5) return not_socks5();
    if (input.size() < 2) return Step{};
    const char method = input[1];
    input.erase(0, 2);
    if (method == no_credentials) return ask();
    if (method == with_password && credentials_) {
      stage_ = &Socks5::on_verdict;
      return Step{.send = '\x01' + with_length(credentials_->user) +
                          with_length(credentials_->password.value_or(""))};
    }
    if (method == '\xff') return no(Kind::credentials, "wants other credentials");
    return not_socks5();
  }

  Result on_verdict(std::string& input) {
    if (input.size() < 2) return Step{};
    const bool is_good = input[1] == 0;
    input.erase(0, 2);
    return is_good ? ask() : no(Kind::credentials, "wrong user or password");
  }

  Result ask() {
    stage_ = &Socks5::on_reply;
    std::string text("\x05\x01\x00", 3);
    if (const std::string* const name = target_.host.name()) {
      text += a_name + with_length(*name);
    } else {
      append_address(text, target_.host.literal()->address.unmapped());
    }
    text += static_cast<char>(target_.port >> 8);
    text += static_cast<char>(target_.port & 0xff);
    return Step{.send = std::move(text)};
  }

  static void append_address(std::string& to, const IpAddress& address) {
    const auto append = [&to](const auto& bytes) {
      for (const std::uint8_t byte : bytes) to += static_cast<char>(byte);
    };
    to += address.is_v4() ? an_ipv4_address : an_ipv6_address;
    address.is_v4() ? append(address.v4_bytes()) : append(address.v6_bytes());
  }

  Result on_reply(std::string& input) {
    if (!input.empty() && input[0] != 5) return not_socks5();
    if (input.size() < 5) return Step{};
    const std::size_t size = size_of_reply(input);
    if (size == 0) return not_socks5();
    const auto code = static_cast<unsigned char>(input[1]);
    if (code != 0 && code <= refusals.size()) return no(refusals[code - 1U].kind, refusals[code - 1U].text);
    if (code != 0) return not_socks5();
    if (input.size() < size) return Step{};
    input.erase(0, size);
    return Step{.state = State::agreed};
  }

  /// 0: its address is of no known type.
  static std::size_t size_of_reply(std::string_view input) {
    constexpr std::size_t around = 6;
    switch (input[3]) {
      case an_ipv4_address:
        return around + 4;
      case an_ipv6_address:
        return around + 16;
      case a_name:
        return around + 1 + static_cast<unsigned char>(input[4]);
      default:
        return 0;
    }
  }

  ProxyTarget target_;
  std::optional<ProxyCredentials> credentials_;
  Result (Socks5::*stage_)(std::string&) = &Socks5::greet;
  std::string reply_ = "0";
};

}  // namespace

std::unique_ptr<ProxyDialogue> socks5_dialogue(const ProxyTarget& target,
                                               std::optional<ProxyCredentials> credentials) {
  return std::make_unique<Socks5>(target, std::move(credentials));
}

}  // namespace netkit
