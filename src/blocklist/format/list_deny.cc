// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>
#include <netkit/blocklist/format/internal/list_words.h>

// Directives of web servers: "deny BLOCK;" of nginx, "Deny from BLOCK..." and "Require not ip BLOCK..." of
// Apache.

namespace netkit::internal {
namespace {

constexpr std::string_view separators = " \t;,";

/// Removes the words from the start of the text, if it begins with them.
bool take_words(std::string_view& text, std::initializer_list<std::string_view> words) {
  std::string_view rest = text;
  for (const std::string_view word : words) {
    if (!same_word(take_word(rest, separators), word)) return false;
  }
  text = rest;
  return true;
}

bool take_deny(std::string_view& text) {
  return take_words(text, {"require", "not", "ip"}) || take_words(text, {"deny", "from"}) ||
         take_words(text, {"deny"});
}

class DenyLines final : public LineFormat {
 public:
  void line(std::string_view whole, ListEvents& events) override {
    std::string_view text = trimmed(whole.substr(0, whole.find('#')));
    if (trimmed(whole).empty()) return;
    if (text.empty()) return events.comment();
    const std::size_t offset = offset_in(whole, text);
    std::string_view exception = text;
    if (take_words(exception, {"allow"}) || take_words(exception, {"require", "ip"})) {
      return events.fault(offset, exception_fault(text.substr(0, text.find(' ')), exception));
    }
    if (!take_deny(text)) return events.fault(offset, "a directive other than deny: " + shown(text));
    if (text.empty()) return events.fault(offset, "no address in " + shown(trimmed(whole)));
    while (!text.empty()) address(whole, take_word(text, separators), events);
  }

 private:
  static void address(std::string_view whole, std::string_view word, ListEvents& events) {
    const std::size_t offset = offset_in(whole, word);
    if (same_word(word, "all") || same_word(word, "unix:")) {
      return events.fault(offset, "a pattern that is not an address: " + shown(word));
    }
    events.rule_text(offset, word);
  }
};

}  // namespace

bool is_deny(std::string_view line) {
  std::string_view allow = line;
  return (take_deny(line) && !line.empty()) || (take_words(allow, {"allow"}) && !allow.empty());
}

std::unique_ptr<LineFormat> make_deny() {
  return std::make_unique<DenyLines>();
}

}  // namespace netkit::internal
