// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// The protocols that can go on with TLS.
enum class StartTlsProtocol : std::uint8_t {
  smtp,      ///< RFC 3207
  lmtp,      ///< RFC 2033
  imap,      ///< RFC 9051, section 6.2.1
  pop3,      ///< RFC 2595
  ftp,       ///< RFC 4217
  nntp,      ///< RFC 4642
  sieve,     ///< RFC 5804
  postgres,  ///< PostgreSQL's SSLRequest
  ldap,      ///< RFC 4511, section 4.14
};

/// "smtp".
constexpr std::string_view start_tls_name(StartTlsProtocol protocol) {
  using enum StartTlsProtocol;
  switch (protocol) {
    case smtp:
      return "smtp";
    case lmtp:
      return "lmtp";
    case imap:
      return "imap";
    case pop3:
      return "pop3";
    case ftp:
      return "ftp";
    case nntp:
      return "nntp";
    case sieve:
      return "sieve";
    case postgres:
      return "postgres";
    case ldap:
      break;
  }
  return "ldap";
}

/// A client's words before its TLS handshake: asks the server to go on with TLS. Bytes in, bytes out.
class StartTlsDialogue {
 public:
  /// How far it is.
  enum class State : std::uint8_t { talking, agreed };
  /// What is to be sent now, and how far it is.
  struct Step {
    std::string send = {};
    State state = State::talking;
  };
  /// Error: why there will be no TLS, as in "the server does not offer STARTTLS".
  using Result = std::expected<Step, std::string>;

  static std::unique_ptr<StartTlsDialogue> make(StartTlsProtocol protocol);
  virtual ~StartTlsDialogue() = default;

  /// The next bytes of the server, cut anywhere; first none. Lines have at most 4 KiB and everything 64 KiB.
  /// Bytes behind the server's agreement are an error: somebody may have put them there (CVE-2011-0411).
  Result take(std::string_view bytes);

 protected:
  StartTlsDialogue() = default;

 private:
  /// Takes what is complete off the front of `input`.
  virtual Result advance(std::string& input) = 0;

  std::string input_;
  std::size_t taken_ = 0;
};

// Example:
//
//     const auto dialogue = StartTlsDialogue::make(StartTlsProtocol::pop3);
//     assert(dialogue->take("")->send.empty());
//     assert(dialogue->take("+OK ready\r\n")->send == "STLS\r\n");
//     assert(dialogue->take("+OK\r\n")->state == StartTlsDialogue::State::agreed);

}  // namespace netkit
