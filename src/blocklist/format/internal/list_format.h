// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/format/list_reader.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Shared by the formats of lists, and their detection.

namespace netkit::internal {

/// Passes the results of a format on to the sink: turns offsets into places, and counts.
class ListEvents {
 public:
  ListEvents(ListSink& sink, const ListOptions& options) : sink_(sink), options_(options) {}

  Octets octets() const noexcept { return options_.octets; }
  const ListSummary& summary() const noexcept { return summary_; }
  void set_format(ListFormat format) noexcept { summary_.format = format; }

  /// Sets the place of offset 0.
  void set_start(const ListPlace& start) noexcept { start_ = start; }
  const ListPlace& start() const noexcept { return start_; }

  void rule(const Rule& rule, std::size_t offset, std::string_view label) {
    ++summary_.rules;
    sink_.on_rule(rule, {start_.line, start_.column + offset}, label);
  }
  void fault(std::size_t offset, std::string what);
  /// A fault: the text at this offset should be a rule.
  void bad_rule(std::size_t offset, std::string_view text, const ParseError& error);

 private:
  ListSink& sink_;
  ListOptions options_;
  ListPlace start_;
  ListSummary summary_;
};

/// Reads lines, which have no line end and no NUL.
class LineFormat {
 public:
  virtual ~LineFormat() = default;
  virtual void line(std::string_view text, ListEvents& events) = 0;
};

/// The format of a list with this line; nothing for blank lines and comments, which every format has.
std::optional<ListFormat> detect_format(std::string_view line) noexcept;

/// For each format but net_json.
std::unique_ptr<LineFormat> make_line_format(ListFormat format);
std::unique_ptr<LineFormat> make_plain();
std::unique_ptr<LineFormat> make_drop_json();
std::unique_ptr<LineFormat> make_ipset();
std::unique_ptr<LineFormat> make_dshield();

/// Reads a whole array. The start of `events` is the place of its first byte.
void read_net_json(std::string_view text, ListEvents& events);

/// The text in quotes, safe for a terminal: shortened, and with other bytes than printable ASCII as "\x07".
std::string shown(std::string_view text);

constexpr bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t';
}

/// The text without blanks at both ends.
constexpr std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// The text before the next blank. Removes it, and the blanks after it, from `text`.
constexpr std::string_view take_word(std::string_view& text) noexcept {
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  text.remove_prefix(word.size());
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return word;
}

/// "#", ";" or "//" if the text begins with one of them; otherwise empty.
constexpr std::string_view comment_mark(std::string_view text) noexcept {
  if (text.starts_with('#') || text.starts_with(';')) return text.substr(0, 1);
  return text.starts_with("//") ? text.substr(0, 2) : std::string_view();
}

}  // namespace netkit::internal
