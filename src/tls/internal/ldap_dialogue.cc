// SPDX-License-Identifier: MIT
#include <netkit/tls/internal/dialogues.h>

#include <optional>
#include <utility>

namespace netkit::internal {
namespace {

using State = StartTlsDialogue::State;
using Result = StartTlsDialogue::Result;

// LDAPMessage { messageID 1, ExtendedRequest [APPLICATION 23] { requestName [0] "1.3.6.1.4.1.1466.20037" } }.
constexpr std::string_view ldap_request(
    "\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
    "1.3.6.1.4.1.1466.20037",
    31);

/// An element of BER (X.690): its tag, and the content. Definite lengths up to four bytes.
struct Element {
  unsigned char tag;
  std::string_view content;
};

/// Takes it off the front; null: it is not complete.
std::optional<Element> take_element(std::string_view& input) {
  const auto byte = [&input](std::size_t at) { return static_cast<unsigned char>(input[at]); };
  if (input.size() < 2) return std::nullopt;
  std::size_t head = 2, length = byte(1);
  if (length >= 0x80) {
    const std::size_t count = length - 0x80;
    if (count > 4 || input.size() < head + count) return std::nullopt;
    length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length << 8 | byte(head + i);
    head += count;
  }
  if (input.size() - head < length) return std::nullopt;
  const Element element{byte(0), input.substr(head, length)};
  input.remove_prefix(head + length);
  return element;
}

class LdapDialogue final : public StartTlsDialogue {
  Result advance(std::string& input) override {
    if (!std::exchange(asked_, true)) return Step{.send = std::string(ldap_request)};
    std::string_view rest = input;
    const auto message = take_element(rest);
    if (!message) return Step{};
    const Result result = judge(message->content);
    input.erase(0, input.size() - rest.size());
    return result;
  }

  static Result judge(std::string_view content) {
    const auto number = take_element(content), response = take_element(content);
    if (!number || !response || response->tag != 0x78)
      return std::unexpected("the server does not speak LDAP");
    std::string_view fields = response->content;
    const auto code = take_element(fields), name = take_element(fields), text = take_element(fields);
    if (!code || code->tag != 0x0a || code->content.size() != 1)
      return std::unexpected("the server does not speak LDAP");
    if (code->content.front() == '\0') return Step{.state = State::agreed};
    return refused(name && text ? text->content : "");
  }

  bool asked_ = false;
};

}  // namespace

std::unique_ptr<StartTlsDialogue> ldap_dialogue() {
  return std::make_unique<LdapDialogue>();
}

}  // namespace netkit::internal
