// SPDX-License-Identifier: MIT
#include <netkit/base/ascii.h>
#include <netkit/tls/internal/dialogues.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace netkit::internal {
namespace {

using State = StartTlsDialogue::State;
using Result = StartTlsDialogue::Result;

constexpr std::size_t longest_line = std::size_t{4} << 10;

bool equal_letters(char a, char b) {
  return to_lower(a) == to_lower(b);
}

bool begins_with(std::string_view text, std::string_view start) {
  return text.size() >= start.size() &&
         std::ranges::equal(text.substr(0, start.size()), start, equal_letters);
}

bool has_word(std::string_view text, std::string_view word) {
  return !std::ranges::search(text, word, equal_letters).empty();
}

bool ends_numbered_reply(std::string_view line) {
  return line.size() >= 3 && std::ranges::all_of(line.substr(0, 3), is_digit) &&
         (line.size() == 3 || line[3] != '-');
}

bool ends_at_once(std::string_view /*line*/) {
  return true;
}

bool ends_tagged_reply(std::string_view line) {
  return begins_with(line, "a ");
}

bool ends_sieve_reply(std::string_view line) {
  return begins_with(line, "OK") || begins_with(line, "NO") || begins_with(line, "BYE");
}

/// A command and the reply to it.
struct Exchange {
  std::string_view command;  ///< empty: the server speaks first
  std::string_view agreed;   ///< what the last line of a good reply begins with
  bool (*is_last)(std::string_view line);
  std::string_view offer = {};  ///< a word that the reply must have
};

constexpr std::array smtp_exchanges{Exchange{"", "220", ends_numbered_reply},
                                    Exchange{"EHLO netkit\r\n", "250", ends_numbered_reply, "STARTTLS"},
                                    Exchange{"STARTTLS\r\n", "220", ends_numbered_reply}};
constexpr std::array lmtp_exchanges{Exchange{"", "220", ends_numbered_reply},
                                    Exchange{"LHLO netkit\r\n", "250", ends_numbered_reply, "STARTTLS"},
                                    Exchange{"STARTTLS\r\n", "220", ends_numbered_reply}};
constexpr std::array imap_exchanges{Exchange{"", "* OK", ends_at_once},
                                    Exchange{"a STARTTLS\r\n", "a OK", ends_tagged_reply}};
constexpr std::array pop3_exchanges{Exchange{"", "+OK", ends_at_once},
                                    Exchange{"STLS\r\n", "+OK", ends_at_once}};
constexpr std::array ftp_exchanges{Exchange{"", "220", ends_numbered_reply},
                                   Exchange{"AUTH TLS\r\n", "234", ends_numbered_reply}};
constexpr std::array nntp_exchanges{Exchange{"", "20", ends_numbered_reply},
                                    Exchange{"STARTTLS\r\n", "382", ends_numbered_reply}};
constexpr std::array sieve_exchanges{Exchange{"", "OK", ends_sieve_reply, "\"STARTTLS\""},
                                     Exchange{"STARTTLS\r\n", "OK", ends_sieve_reply}};

class LineDialogue final : public StartTlsDialogue {
 public:
  explicit LineDialogue(std::span<const Exchange> exchanges) : exchanges_(exchanges) {}

 private:
  Result advance(std::string& input) override {
    while (const auto line = take_line(input)) {
      const Exchange& now = exchanges_.front();
      offered_ = offered_ || now.offer.empty() || has_word(*line, now.offer);
      if (!now.is_last(*line)) continue;
      if (!begins_with(*line, now.agreed)) return refused(*line);
      if (!offered_) return std::unexpected("the server does not offer STARTTLS");
      exchanges_ = exchanges_.subspan(1);
      if (exchanges_.empty()) return Step{.state = State::agreed};
      offered_ = false;
      return Step{.send = std::string(exchanges_.front().command)};
    }
    if (input.size() > longest_line) return std::unexpected("a line of the server is longer than 4 KiB");
    return Step{};
  }

  /// Without its end.
  static std::optional<std::string> take_line(std::string& input) {
    const auto end = input.find('\n');
    if (end == std::string::npos || end > longest_line) return std::nullopt;
    std::string line = input.substr(0, end);
    input.erase(0, end + 1);
    if (line.ends_with('\r')) line.pop_back();
    return line;
  }

  std::span<const Exchange> exchanges_;
  bool offered_ = false;
};

std::span<const Exchange> exchanges_of(StartTlsProtocol protocol) {
  using enum StartTlsProtocol;
  switch (protocol) {
    case smtp:
      return smtp_exchanges;
    case lmtp:
      return lmtp_exchanges;
    case imap:
      return imap_exchanges;
    case pop3:
      return pop3_exchanges;
    case ftp:
      return ftp_exchanges;
    case nntp:
      return nntp_exchanges;
    default:
      return sieve_exchanges;
  }
}

}  // namespace

std::unique_ptr<StartTlsDialogue> line_dialogue(StartTlsProtocol protocol) {
  return std::make_unique<LineDialogue>(exchanges_of(protocol));
}

}  // namespace netkit::internal
