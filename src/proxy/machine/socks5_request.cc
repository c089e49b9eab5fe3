// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/proxy_users.h>
#include <netkit/proxy/machine/request_dialogue.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace netkit {
namespace {

constexpr char version = 5, no_credentials = 0, with_password = 2, none_acceptable = '\xff';
constexpr char an_ipv4_address = 1, a_name = 3, an_ipv6_address = 4;

/// Replies (RFC 1928, section 6).
enum Reply : std::uint8_t {
  succeeded = 0,
  general_failure = 1,
  not_allowed = 2,
  network_unreachable = 3,
  host_unreachable = 4,
  connection_refused = 5,
  ttl_expired = 6,
  command_not_supported = 7,
  address_type_not_supported = 8,
};

Reply reply_to(ProxyOutcome outcome) {
  switch (outcome) {
    case ProxyOutcome::connected:
      return succeeded;
    case ProxyOutcome::denied:
      return not_allowed;
    case ProxyOutcome::unknown_host:
    case ProxyOutcome::host_unreachable:
    case ProxyOutcome::no_address:
      return host_unreachable;
    case ProxyOutcome::refused:
      return connection_refused;
    case ProxyOutcome::network_unreachable:
      return network_unreachable;
    case ProxyOutcome::timed_out:
      return ttl_expired;
    case ProxyOutcome::bad_response:
    case ProxyOutcome::failed:
      break;
  }
  return general_failure;
}

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

template <std::size_t size>
std::array<std::uint8_t, size> bytes_of(std::string_view text) {
  std::array<std::uint8_t, size> bytes{};
  std::ranges::copy(text.substr(0, size), bytes.begin());
  return bytes;
}

class Socks5Request final : public RequestDialogue {
 public:
  explicit Socks5Request(std::shared_ptr<const ProxyUsers> users) : users_(std::move(users)) {
    request_.protocol = "socks5";
    request_.method = "CONNECT";
  }

  Step take(std::string& input) override { return (this->*stage_)(input); }

  std::string answer(ProxyOutcome outcome, const std::optional<SocketAddress>& local) override {
    return answer_with(reply_to(outcome), local);
  }

 private:
  static Step refuse(std::string words = {}) { return {std::move(words), State::refused}; }

  Step on_methods(std::string& input) {
    if (!input.empty() && input[0] != version) return refuse();
    if (input.size() < 2 || input.size() < 2U + byte_at(input, 1)) return {};
    const std::string methods = input.substr(2, byte_at(input, 1));
    input.erase(0, 2 + methods.size());
    const char wanted = users_ == nullptr ? no_credentials : with_password;
    if (!methods.contains(wanted)) return refuse({version, none_acceptable});
    stage_ = users_ == nullptr ? &Socks5Request::on_request : &Socks5Request::on_credentials;
    return {{version, wanted}};
  }

  // RFC 1929.
  Step on_credentials(std::string& input) {
    if (!input.empty() && input[0] != 1) return refuse();
    if (input.size() < 2) return {};
    const std::size_t user_size = byte_at(input, 1), fixed = 3;
    if (input.size() < fixed + user_size) return {};
    const std::size_t size = fixed + user_size + byte_at(input, 2 + user_size);
    if (input.size() < size) return {};
    request_.user = input.substr(2, user_size);
    const bool is_good =
        users_->know(request_.user, input.substr(fixed + user_size, size - fixed - user_size));
    input.erase(0, size);
    if (!is_good) return refuse({1, 1});
    stage_ = &Socks5Request::on_request;
    return {{1, 0}};
  }

  Step on_request(std::string& input) {
    constexpr std::size_t start = 4;  // version, command, reserved, type of the address
    if (!input.empty() && input[0] != version) return refuse();
    if (input.size() < start + 1) return {};
    if (input[1] != 1) return refuse(answer_with(command_not_supported, {}));
    const std::size_t size = size_of_address(input[3], byte_at(input, start));
    if (size == 0) return refuse(answer_with(address_type_not_supported, {}));
    if (input.size() < start + size + 2) return {};
    const auto host = host_in(std::string_view(input).substr(start, size), input[3]);
    request_.target.port =
        static_cast<std::uint16_t>(byte_at(input, start + size) << 8 | byte_at(input, start + size + 1));
    input.erase(0, start + size + 2);
    if (!host) return refuse(answer_with(host_unreachable, {}));
    request_.target.host = *host;
    if (request_.target.port == 0) return refuse(answer_with(general_failure, {}));
    return {{}, State::asked};
  }

  /// With the length of a name; 0: no such type.
  static std::size_t size_of_address(char type, std::uint8_t length) {
    if (type == an_ipv4_address) return 4;
    if (type == an_ipv6_address) return 16;
    return type == a_name ? std::size_t{1} + length : 0;
  }

  static std::optional<Host> host_in(std::string_view bytes, char type) {
    if (type == an_ipv4_address) return Host(IpAddress::v4(bytes_of<4>(bytes)));
    if (type == an_ipv6_address) return Host(IpAddress::v6(bytes_of<16>(bytes)));
    const auto host = parse_host(bytes.substr(1));
    if (!host || (host->literal() != nullptr && !host->literal()->zone.empty())) return std::nullopt;
    return *host;
  }

  std::string answer_with(Reply reply, const std::optional<SocketAddress>& local) {
    status_ = reply;
    std::string text{version, static_cast<char>(reply), 0};
    const auto append = [&text](const auto& bytes) {
      for (const std::uint8_t byte : bytes) text += static_cast<char>(byte);
    };
    const IpAddress address = local ? local->address.unmapped() : IpAddress();
    text += address.is_v4() ? an_ipv4_address : an_ipv6_address;
    address.is_v4() ? append(address.v4_bytes()) : append(address.v6_bytes());
    const std::uint16_t port = local ? local->port : 0;
    append(std::array{static_cast<std::uint8_t>(port >> 8), static_cast<std::uint8_t>(port & 0xff)});
    return text;
  }

  std::shared_ptr<const ProxyUsers> users_;
  Step (Socks5Request::*stage_)(std::string&) = &Socks5Request::on_methods;
};

}  // namespace

std::unique_ptr<RequestDialogue> socks5_request_dialogue(std::shared_ptr<const ProxyUsers> users) {
  return std::make_unique<Socks5Request>(std::move(users));
}

}  // namespace netkit
