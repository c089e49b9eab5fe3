// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/request_dialogue.h>

#include <array>
#include <cstddef>

namespace netkit {
namespace {

constexpr std::size_t fixed = 8;      // version, command, port, address
constexpr std::size_t longest = 255;  // of a user id, or a name
constexpr int granted = 90, rejected = 91;

std::string reply_of(int code) {
  return {0, static_cast<char>(code), 0, 0, 0, 0, 0, 0};
}

class Socks4Request final : public RequestDialogue {
 public:
  explicit Socks4Request(std::shared_ptr<const ProxyUsers> users) : users_(std::move(users)) {
    request_.protocol = "socks4";
  }

  Step take(std::string& input) override {
    if (input.empty()) return {};
    if (input[0] != 4) return {{}, State::refused};
    if (input.size() < fixed) return {};
    const bool has_name = input[4] == 0 && input[5] == 0 && input[6] == 0 && input[7] != 0;
    std::size_t at = fixed;
    const auto user = take_text(input, at);
    const auto name = user && has_name ? take_text(input, at) : std::nullopt;
    if (at == std::string::npos) return {{}, State::refused};
    if (!user || (has_name && !name)) return {};
    const bool is_good = input[1] == 1 && users_ == nullptr && read_target(input, name);
    request_.method = "CONNECT";
    request_.user = *user;
    input.erase(0, at);
    return is_good ? Step{{}, State::asked} : Step{answer_with(rejected), State::refused};
  }

  std::string answer(ProxyOutcome outcome, const std::optional<SocketAddress>& /*local*/) override {
    return answer_with(outcome == ProxyOutcome::connected ? granted : rejected);
  }

 private:
  /// What stands at `at` before a NUL. Nothing if that has not come; npos: it is too long.
  static std::optional<std::string> take_text(const std::string& input, std::size_t& at) {
    const auto end = input.find('\0', at);
    if ((end == input.npos ? input.size() : end) - at > longest) {
      at = std::string::npos;
      return std::nullopt;
    }
    if (end == input.npos) return std::nullopt;
    std::string text = input.substr(at, end - at);
    at = end + 1;
    return text;
  }

  bool read_target(const std::string& input, const std::optional<std::string>& name) {
    const auto byte = [&input](std::size_t at) { return static_cast<std::uint8_t>(input[at]); };
    request_.target.port = static_cast<std::uint16_t>(byte(2) << 8 | byte(3));
    if (name) {
      const auto host = parse_host(*name);
      if (!host || (host->literal() != nullptr && !host->literal()->zone.empty())) return false;
      request_.target.host = *host;
    } else {
      request_.target.host = Host(IpAddress::v4(std::array{byte(4), byte(5), byte(6), byte(7)}));
    }
    return request_.target.port != 0;
  }

  std::string answer_with(int code) {
    status_ = code;
    return reply_of(code);
  }

  std::shared_ptr<const ProxyUsers> users_;
};

}  // namespace

std::unique_ptr<RequestDialogue> socks4_request_dialogue(std::shared_ptr<const ProxyUsers> users) {
  return std::make_unique<Socks4Request>(std::move(users));
}

}  // namespace netkit
