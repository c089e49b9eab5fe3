// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/http_head.h>
#include <netkit/proxy/machine/proxy_dialogue.h>

#include <utility>

namespace netkit {
namespace {

using Kind = ProxyFault::Kind;

Kind kind_of(int status) {
  switch (status) {
    case 401:
    case 407:
      return Kind::credentials;
    case 403:
    case 405:
    case 451:
      return Kind::denied;
    default:
      return Kind::unreachable;
  }
}

class HttpConnect final : public ProxyDialogue {
 public:
  HttpConnect(const ProxyTarget& target, std::string authorization)
      : target_(target.text()), authorization_(std::move(authorization)) {}

  Result take(std::string& input) override {
    if (!std::exchange(asked_, true)) return Step{.send = request()};
    for (;;) {
      const auto head = take_http_head(input);
      if (!head) return std::unexpected(ProxyFault{Kind::protocol, head.error()});
      if (!*head) return Step{};
      const HttpHead& answer = **head;
      if (answer.status / 100 == 1) continue;
      reply_ = std::to_string(answer.status);
      if (!answer.reason.empty()) reply_ += ' ' + answer.reason;
      if (answer.status / 100 == 2) return Step{.state = State::agreed};
      return std::unexpected(
          ProxyFault{kind_of(answer.status), reply_, answer.values_of("proxy-authenticate")});
    }
  }

  std::string reply() const override { return reply_; }

 private:
  std::string request() const {
    std::string text = "CONNECT " + target_ + " HTTP/1.1\r\nHost: " + target_ + "\r\n";
    if (!authorization_.empty()) text += "Proxy-Authorization: " + authorization_ + "\r\n";
    return text + "\r\n";
  }

  std::string target_, authorization_, reply_;
  bool asked_ = false;
};

}  // namespace

std::string ProxyTarget::text() const {
  const std::string name = host_text(host);
  const bool is_v6 = host.literal() != nullptr && host.literal()->address.is_v6();
  return (is_v6 ? '[' + name + ']' : name) + ':' + std::to_string(port);
}

std::unique_ptr<ProxyDialogue> http_connect_dialogue(const ProxyTarget& target, std::string authorization) {
  return std::make_unique<HttpConnect>(target, std::move(authorization));
}

}  // namespace netkit
