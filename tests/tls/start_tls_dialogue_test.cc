// SPDX-License-Identifier: MIT
#include <netkit/tls/start_tls_dialogue.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace netkit::test {
namespace {

using enum StartTlsProtocol;
using State = StartTlsDialogue::State;

/// What each side says; the server's last word is its agreement.
struct Talk {
  StartTlsProtocol protocol;
  std::vector<std::string> server;
  std::string client;
};

std::string ldap_answer(char code, const std::string& text = "") {
  const std::string body = std::string("\x0a\x01", 2) + code + std::string("\x04\x00\x04", 3) +
                           static_cast<char>(text.size()) + text;
  const std::string response = std::string("\x78", 1) + static_cast<char>(body.size()) + body;
  return std::string("\x30", 1) + static_cast<char>(response.size() + 3) + "\x02\x01\x01" + response;
}

const std::string ldap_request(
    "\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
    "1.3.6.1.4.1.1466.20037",
    31);
const std::string ssl_request("\0\0\0\x08\x04\xd2\x16\x2f", 8);

const std::vector<Talk>& talks() {
  static const std::vector<Talk> all{
      {smtp,
       {"220-mail.test\r\n220 ESMTP\r\n", "250-mail.test\r\n250-SIZE 1000\r\n250-StartTLS\r\n250 HELP\r\n",
        "220 go\r\n"},
       "EHLO netkit\r\nSTARTTLS\r\n"},
      {lmtp, {"220 mail.test\r\n", "250 STARTTLS\r\n", "220 2.0.0 go\r\n"}, "LHLO netkit\r\nSTARTTLS\r\n"},
      {imap,
       {"* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n", "* BAD is what others say\r\na OK go\r\n"},
       "a STARTTLS\r\n"},
      {pop3, {"+OK POP3\r\n", "+OK\r\n"}, "STLS\r\n"},
      {ftp, {"220-hello\r\n 220 is not the end\r\n220 ready\r\n", "234 AUTH TLS\r\n"}, "AUTH TLS\r\n"},
      {nntp, {"201 no posting\r\n", "382 go\r\n"}, "STARTTLS\r\n"},
      {sieve, {"\"IMPLEMENTATION\" \"x\"\r\n\"STARTTLS\"\r\nOK\r\n", "OK \"begin\"\r\n"}, "STARTTLS\r\n"},
      {postgres, {"", "S"}, ssl_request},
      {ldap, {"", ldap_answer('\0')}, ldap_request},
  };
  return all;
}

/// Feeds all of it in pieces of a size; returns what was said until the agreement, or why there was none.
std::string said(const Talk& talk, std::size_t piece) {
  const auto dialogue = StartTlsDialogue::make(talk.protocol);
  std::string text = dialogue->take("")->send;
  for (const std::string& words : talk.server) {
    for (std::size_t at = 0; at < words.size(); at += piece) {
      const auto step = dialogue->take(words.substr(at, piece));
      if (!step) return step.error();
      text += step->send;
      if (step->state == State::agreed) return text + "TLS";
    }
  }
  return text;
}

TEST(StartTlsDialogue, AgreesHoweverTheBytesAreCut) {
  for (const Talk& talk : talks()) {
    for (const std::size_t piece : {1, 2, 3, 7, 1000})
      EXPECT_EQ(said(talk, piece), talk.client + "TLS") << start_tls_name(talk.protocol) << " by " << piece;
  }
}

TEST(StartTlsDialogue, GoesOnWithNothingThatCameInTheClear) {
  for (Talk talk : talks()) {
    talk.server.back() += "x";
    EXPECT_EQ(said(talk, 1000), "the server said more before TLS had begun") << start_tls_name(talk.protocol);
  }
}

TEST(StartTlsDialogue, EndsWithARefusal) {
  const std::vector<Talk> refusals{
      {smtp, {"554 no service\r\n"}, "the server said \"554 no service\""},
      {smtp, {"220 x\r\n", "250 SIZE\r\n"}, "the server does not offer STARTTLS"},
      {smtp, {"220 x\r\n", "502 not implemented\r\n"}, "the server said \"502 not implemented\""},
      {smtp, {"220 x\r\n", "250 STARTTLS\r\n", "454 not now\n"}, "the server said \"454 not now\""},
      {imap, {"* PREAUTH ready\r\n"}, "the server said \"* PREAUTH ready\""},
      {imap, {"* OK\r\n", "a NO\r\n"}, "the server said \"a NO\""},
      {pop3, {"+OK\r\n", "-ERR what\r\n"}, "the server said \"-ERR what\""},
      {ftp, {"220 x\r\n", "500 what\r\n"}, "the server said \"500 what\""},
      {nntp, {"200 x\r\n", "580 no\r\n"}, "the server said \"580 no\""},
      {sieve, {"\"SIEVE\" \"x\"\r\nOK\r\n"}, "the server does not offer STARTTLS"},
      {postgres, {"", "N"}, "the server has no TLS"},
      {ldap, {"", ldap_answer(2, "no such thing")}, "the server said \"no such thing\""},
      {ldap, {"", "SSH-2.0-x\r\n" + std::string(200, 'x')}, "the server does not speak LDAP"},
  };
  for (const Talk& talk : refusals) EXPECT_EQ(said(talk, 1000), talk.client) << start_tls_name(talk.protocol);
}

TEST(StartTlsDialogue, HasBounds) {
  EXPECT_EQ(said({pop3, {std::string(5000, 'x')}, {}}, 1000), "a line of the server is longer than 4 KiB");
  std::string much = "220-\r\n";
  while (much.size() < 70000) much += "220-" + std::string(1000, 'x') + "\r\n";
  EXPECT_EQ(said({smtp, {much}, {}}, 1000), "the server says more than 64 KiB");
}

}  // namespace
}  // namespace netkit::test
