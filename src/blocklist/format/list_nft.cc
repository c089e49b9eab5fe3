// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>
#include <netkit/blocklist/format/internal/list_words.h>

#include <algorithm>
#include <array>
#include <span>

// nft(8): the elements of sets, between braces that may extend over lines.

namespace netkit::internal {
namespace {

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

/// Whether the text before a brace says that elements follow: "elements =", "add element inet t s" or
/// "define bad =".
bool begins_elements(std::string_view text) {
  const std::string_view word = take_word(text);
  if (word == "define" || word == "elements") return true;
  return (word == "add" || word == "create") && take_word(text) == "element";
}

/// The text without a comment, which may contain braces.
std::string_view without_comment(std::string_view text) {
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (text[at] == '#' && !quoted) return text.substr(0, at);
  }
  return text;
}

class NftLines final : public LineFormat {
 public:
  void line(std::string_view whole, ListEvents& events) override {
    std::string_view text = trimmed(without_comment(whole));
    if (text.empty() && !trimmed(whole).empty()) events.comment();
    while (!text.empty()) text = in_elements_ ? elements(whole, text, events) : outside(whole, text, events);
  }

  void finish(ListEvents& events) override {
    if (!in_elements_) return;
    events.set_start(begin_);
    events.cut_off("the elements of a set have no end");
  }

 private:
  /// Reads up to the elements of a set. Returns the rest of the line.
  std::string_view outside(std::string_view whole, std::string_view text, ListEvents& events) {
    std::size_t begin = begins_elements(text) ? 0 : text.find("elements");
    if (begin == std::string_view::npos || !begins_elements(text.substr(begin))) begin = text.size();
    const std::size_t brace = text.find('{', begin);
    const std::string_view before = text.substr(0, std::min(brace, text.size()));
    const std::string_view address = find_rule_like(before);
    if (address.empty()) {
      events.comment();
    } else {
      events.fault(offset_in(whole, address), "an address outside of a set: " + shown(address));
    }
    if (brace == std::string_view::npos) return {};
    in_elements_ = true;
    begin_ = {events.start().line, events.start().column + offset_in(whole, text) + brace};
    return trimmed(text.substr(brace + 1));
  }

  /// Reads up to the next brace. Returns the rest of the line.
  std::string_view elements(std::string_view whole, std::string_view text, ListEvents& events) {
    while (!text.empty()) {
      const std::size_t end = end_of_element(text);
      element(whole, trimmed(text.substr(0, end)), events);
      if (end == text.size()) return {};
      in_elements_ = text[end] != '}';
      text = trimmed(text.substr(end + 1));
      if (!in_elements_) break;
    }
    while (text.starts_with(';')) text = trimmed(text.substr(1));
    return text;
  }

  /// The position of the next ',' or '}' that is not in quotes.
  static std::size_t end_of_element(std::string_view text) {
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '"') quoted = !quoted;
      if (!quoted && (text[at] == ',' || text[at] == '}')) return at;
    }
    return text.size();
  }

  /// One element: a rule, and its time-out, counter or comment.
  static void element(std::string_view whole, std::string_view text, ListEvents& events) {
    if (text.empty()) return;
    const std::size_t offset = offset_in(whole, text);
    std::string_view options = text;
    const std::string_view entry = take_word(options);
    if (options.starts_with('.') || options.starts_with(':')) {
      return events.fault(offset, "an element that is more than an address: " + shown(text));
    }
    const std::size_t comment = options.find("comment \"");
    std::string_view label = comment == std::string_view::npos ? "" : options.substr(comment + 8);
    events.rule_text(offset, options.starts_with('-') ? range_text(text) : entry, take_quoted(label));
  }

  /// "a - b", and what may follow it.
  static std::string_view range_text(std::string_view text) {
    std::string_view rest = text;
    for (int i = 0; i < 2; ++i) take_word(rest);
    const std::string_view last = take_word(rest);
    return text.substr(0, offset_in(text, last) + last.size());
  }

  bool in_elements_ = false;
  ListPlace begin_;  // of the brace before them
};

}  // namespace

bool is_nft(std::string_view line) {
  constexpr std::array<std::string_view, 7> commands = {"add",     "create", "flush",  "delete",
                                                        "destroy", "insert", "replace"};
  constexpr std::array<std::string_view, 7> objects = {"table", "set",     "element", "chain",
                                                       "rule",  "ruleset", "map"};
  constexpr std::array<std::string_view, 6> families = {"ip", "ip6", "inet", "arp", "bridge", "netdev"};
  std::string_view rest = line;
  const std::string_view first = take_word(rest);
  if (first == "nft") return is_nft(rest);
  if (first == "define" || first == "elements") return rest.contains('=') || rest.contains('{');
  if (first == "table" || first == "set") return trimmed(without_comment(line)).ends_with('{');
  if (!is_one_of(first, commands) || !is_one_of(take_word(rest), objects)) return false;
  return rest.empty() || is_one_of(rest.substr(0, rest.find_first_of(" \t;")), families) ||
         line.contains('{');
}

std::unique_ptr<LineFormat> make_nft() {
  return std::make_unique<NftLines>();
}

}  // namespace netkit::internal
