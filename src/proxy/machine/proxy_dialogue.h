// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/endpoint.h>
#include <netkit/base/export.h>
#include <netkit/proxy/machine/proxy_url.h>

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// What a proxy is asked to connect to.
struct ProxyTarget {
  Host host = "localhost";
  std::uint16_t port = 0;  ///< host byte order

  /// "example.com:443", "[::1]:443".
  std::string text() const;
  bool operator==(const ProxyTarget&) const = default;
};

/// Why a proxy makes no connection.
struct ProxyFault {
  /// What kind of no it is.
  enum class Kind : std::uint8_t {
    credentials,  ///< it wants a user and password, or others
    denied,       ///< its rules
    unreachable,  ///< it could not, or does not want to say why
    protocol,     ///< it does not speak this
  };
  Kind kind = Kind::protocol;
  std::string text = {};                     ///< "407 Proxy Authentication Required"
  std::vector<std::string> challenges = {};  ///< of HTTP: the values of Proxy-Authenticate
};

/// A client's side of the dialogue with a proxy. Bytes in, bytes out.
class ProxyDialogue {
 public:
  /// How far it is.
  enum class State : std::uint8_t { talking, agreed };
  /// What is to be sent now.
  struct Step {
    std::string send = {};
    State state = State::talking;
  };
  using Result = std::expected<Step, ProxyFault>;

  virtual ~ProxyDialogue() = default;
  /// Takes what it understands off the front of `input`; first there is none. What is left when it has agreed
  /// are the first bytes of the target. What is left before that has at most 64 KiB.
  virtual Result take(std::string& input) = 0;
  /// What the proxy has answered at last: "200 Connection established", "0".
  virtual std::string reply() const = 0;
};

/// CONNECT (RFC 9110, section 9.3.6). `authorization`: the value of Proxy-Authorization, or empty.
std::unique_ptr<ProxyDialogue> http_connect_dialogue(const ProxyTarget& target, std::string authorization);
/// SOCKS 4, and 4a for a name. An IPv6 address is not for it.
std::unique_ptr<ProxyDialogue> socks4_dialogue(const ProxyTarget& target, std::string user);
/// SOCKS 5 (RFC 1928, and RFC 1929 for credentials, which have 1 to 255 bytes each).
std::unique_ptr<ProxyDialogue> socks5_dialogue(const ProxyTarget& target,
                                               std::optional<ProxyCredentials> credentials);

// Example:
//
//     const auto dialogue = http_connect_dialogue({"example.com", 22}, "");
//     std::string input;
//     assert(dialogue->take(input)->send == "CONNECT example.com:22 HTTP/1.1\r\nHost:
//     example.com:22\r\n\r\n"); input = "HTTP/1.1 200 OK\r\n\r\nSSH-2.0"; assert(dialogue->take(input)->state
//     == ProxyDialogue::State::agreed && input == "SSH-2.0");

}  // namespace netkit
