// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/format/list_reader.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// What the formats of lists share, and how they are told apart.

namespace netkit {

/// What readers of formats tell: offsets become places, and everything is counted.
class ListEvents {
 public:
  ListEvents(ListSink& sink, const ListOptions& options) : sink_(sink), options_(options) {}

  Octets octets() const noexcept { return options_.octets; }
  const ListSummary& summary() const noexcept { return summary_; }
  void set_format(ListFormat format) noexcept { summary_.format = format; }

  /// Where offset 0 of what follows is.
  void set_start(const ListPlace& start) noexcept { start_ = start; }
  const ListPlace& start() const noexcept { return start_; }

  void rule(const Rule& rule, std::size_t offset, std::string_view label) {
    ++summary_.rules;
    sink_.on_rule(rule, {start_.line, start_.column + offset}, label);
  }
  void fault(std::size_t offset, std::string what);
  /// A text at this offset that was to be a rule.
  void bad_rule(std::size_t offset, std::string_view text, const ParseError& error);

 private:
  ListSink& sink_;
  ListOptions options_;
  ListPlace start_;
  ListSummary summary_;
};

/// Reads lines, which come without their ends and none of which has a NUL.
class LineFormat {
 public:
  virtual ~LineFormat() = default;
  virtual void line(std::string_view text, ListEvents& events) = 0;
};

/// The format that a line belongs to; none where every format has such lines: blank ones and comments.
std::optional<ListFormat> detect_format(std::string_view line) noexcept;

/// Of each format but net_json.
std::unique_ptr<LineFormat> make_line_format(ListFormat format);
std::unique_ptr<LineFormat> make_plain();
std::unique_ptr<LineFormat> make_drop_json();
std::unique_ptr<LineFormat> make_ipset();
std::unique_ptr<LineFormat> make_dshield();

/// Reads all of an array, which begins at the events' start.
void read_net_json(std::string_view text, ListEvents& events);

/// In quotes and fit for a terminal: bytes that are not printable ASCII as "\x07", and not too long.
std::string shown(std::string_view text);

constexpr bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t';
}

/// Without the blanks at both ends.
constexpr std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// What stands before the next blank; it and the blanks behind it are taken off the text.
constexpr std::string_view take_word(std::string_view& text) noexcept {
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  text.remove_prefix(word.size());
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return word;
}

/// "#", ";" or "//", where one stands at the beginning; otherwise empty.
constexpr std::string_view comment_mark(std::string_view text) noexcept {
  if (text.starts_with('#') || text.starts_with(';')) return text.substr(0, 1);
  return text.starts_with("//") ? text.substr(0, 2) : std::string_view();
}

}  // namespace netkit
