// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/export.h>
#include <netkit/proxy/machine/proxy_dialogue.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace NETKIT_PUBLIC netkit {

class ProxyUsers;

/// What the client of a proxy asks for.
struct ProxyRequest {
  std::string protocol = {};  ///< "http", "socks4", "socks5"
  std::string method = {};    ///< "CONNECT", "GET"
  ProxyTarget target = {};
  std::string user = {};  ///< as the client calls itself; with ProxyUsers one of them
  std::string head = {};  ///< to be sent to the target before anything else; empty: a tunnel
  /// Bytes of the client's that follow for the target; absent: all, and its end.
  std::optional<std::uint64_t> body = {};

  bool is_tunnel() const { return !body; }
};

/// What became of a request.
enum class ProxyOutcome : std::uint8_t {
  connected,
  denied,               ///< by the proxy's rules
  unknown_host,         ///< the name has no address
  refused,              ///< or reset
  network_unreachable,  ///< there is no route
  host_unreachable,
  timed_out,
  no_address,    ///< none of the family that may be used
  bad_response,  ///< of HTTP: what the target sends is no response
  failed,        ///< for any other reason
};

/// The proxy's side of the dialogue with a client: reads a request, and prints the answer. Bytes in, bytes
/// out.
class RequestDialogue {
 public:
  /// How far it is.
  enum class State : std::uint8_t { talking, asked, refused };
  /// What is to be sent now.
  struct Step {
    std::string send = {};
    State state = State::talking;
  };

  virtual ~RequestDialogue() = default;
  /// Takes what it understands off the front of `input`. What is left once the request is known are the
  /// client's first bytes for the target. It keeps at most 64 KiB.
  virtual Step take(std::string& input) = 0;
  /// The request has not come in time: what is to be sent before the close.
  virtual std::string time_out() { return {}; }
  /// The request; once State::asked.
  const ProxyRequest& request() const { return request_; }
  /// The answer; once State::asked. `local`: the proxy's end of the connection to the target.
  virtual std::string answer(ProxyOutcome outcome, const std::optional<SocketAddress>& local) = 0;
  /// What was answered at last: the status of HTTP, the reply of SOCKS.
  std::optional<int> status() const { return status_; }
  /// The target's own answer is passed on.
  void passed_on(int status) { status_ = status; }

 protected:
  ProxyRequest request_;
  std::optional<int> status_;
};

/// HTTP/1 (RFC 9110, RFC 9112): CONNECT, and requests with an absolute URL of http.
/// `name`: how the proxy calls itself in Via. `users`: null: anyone.
std::unique_ptr<RequestDialogue> http_request_dialogue(std::string name,
                                                       std::shared_ptr<const ProxyUsers> users);
/// SOCKS 4 and 4a, which have no passwords: if there are `users` they are refused.
std::unique_ptr<RequestDialogue> socks4_request_dialogue(std::shared_ptr<const ProxyUsers> users);
/// SOCKS 5 (RFC 1928, RFC 1929).
std::unique_ptr<RequestDialogue> socks5_request_dialogue(std::shared_ptr<const ProxyUsers> users);

// Example:
//
//     const auto dialogue = http_request_dialogue("netkit-1", nullptr);
//     std::string input = "CONNECT example.com:22 HTTP/1.1\r\n\r\nSSH-2.0";
//     assert(dialogue->take(input).state == RequestDialogue::State::asked && input == "SSH-2.0");
//     assert(dialogue->request().target.text() == "example.com:22");
//     assert(dialogue->answer(ProxyOutcome::connected, {}).starts_with("HTTP/1.1 200 "));

}  // namespace netkit
