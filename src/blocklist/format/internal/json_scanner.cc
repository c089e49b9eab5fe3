// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/json_scanner.h>

#include <netkit/base/ascii.h>
#include <netkit/base/utf8.h>

#include <algorithm>
#include <utility>

namespace netkit::internal {
namespace {

constexpr std::size_t deepest = 256;
constexpr std::size_t longest_text = 65536;
constexpr std::size_t longest_word = 1024;
constexpr std::size_t longest_rest = 100;

std::size_t digits_in(std::string_view text) {
  return std::min(text.find_first_not_of("0123456789"), text.size());
}

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t whole = digits_in(text);
  if (whole == 0 || (whole > 1 && text.front() == '0')) return false;
  text.remove_prefix(whole);
  if (text.starts_with('.')) {
    const std::size_t fraction = digits_in(text.substr(1));
    if (fraction == 0) return false;
    text.remove_prefix(1 + fraction);
  }
  if (text.empty()) return true;
  if (to_lower(text.front()) != 'e') return false;
  text.remove_prefix(1);
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && digits_in(text) == text.size();
}

bool is_in_word(char c) {
  return is_alphanumeric(c) || c == '+' || c == '-' || c == '.';
}

}  // namespace

void JsonScanner::read(std::string_view piece) {
  for (const char c : piece) {
    take(c);
    ++place_.column;
    if (c == '\n') place_ = {place_.line + 1, 1};
  }
}

void JsonScanner::finish() {
  if (in_ == In::word) end_word();
  if (in_ == In::dead || (in_ == In::nothing && open_.empty())) return;
  if (in_ != In::broken) break_at(place_, {});
  end_broken(true);
}

void JsonScanner::take(char c) {
  switch (in_) {
    case In::text:
      return take_in_text(c);
    case In::escape:
      return take_escaped(c);
    case In::digits:
      return take_digit(c);
    case In::broken:
      if (c == '\n') return end_broken(false);
      if (broken_.size() < longest_rest && c != '\r') broken_ += c;
      return;
    case In::dead:
      return;
    case In::word:
      if (is_in_word(c)) {
        if (word_.size() < longest_word) word_ += c;
        return;
      }
      end_word();
      if (in_ == In::broken) return take(c);
      break;
    case In::nothing:
      break;
  }
  take_outside(c);
}

void JsonScanner::take_in_text(char c) {
  if (c == '"') return end_text();
  if (c == '\n') {
    break_at(place_, {});
    return end_broken(false);
  }
  if (static_cast<unsigned char>(c) < 0x20) return break_at(place_, {&c, 1});
  if (c == '\\') {
    in_ = In::escape;
    text_.is_as_written = false;
  } else {
    append(c);
  }
}

void JsonScanner::take_escaped(char c) {
  constexpr std::string_view names = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  const std::size_t found = names.find(c);
  in_ = In::text;
  if (c == 'u') {
    in_ = In::digits;
    unit_ = 0;
    digits_ = 0;
  } else if (found != std::string_view::npos) {
    append(meanings[found]);
  } else {
    break_at(place_, {&c, 1});
    if (c == '\n') end_broken(false);
  }
}

void JsonScanner::take_digit(char c) {
  if (!is_hex_digit(c)) {
    break_at(place_, {&c, 1});
    if (c == '\n') end_broken(false);
    return;
  }
  unit_ = unit_ * 16 + static_cast<std::uint32_t>(is_digit(c) ? c - '0' : to_lower(c) - 'a' + 10);
  if (++digits_ < 4) return;
  in_ = In::text;
  append_unit(unit_);
}

void JsonScanner::append(char c) {
  high_ = 0;
  if (text_.value.size() < longest_text) text_.value += c;
}

void JsonScanner::append_unit(std::uint32_t unit) {
  const bool is_low = unit >= 0xdc00 && unit <= 0xdfff;
  const std::uint32_t high = std::exchange(high_, unit >= 0xd800 && unit <= 0xdbff ? unit : 0);
  if (text_.value.size() >= longest_text || high_ != 0) return;
  append_utf8(text_.value, is_low && high != 0 ? 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00) : unit);
}

bool JsonScanner::expects_value() const {
  if (open_.empty() && ended_ == place_.line) return false;  // only one in a line
  return expected_ == Expected::value || expected_ == Expected::value_or_end;
}

void JsonScanner::take_outside(char c) {
  if (c == ' ' || c == '\t' || c == '\r') return;
  if (c == '\n') return take_newline();
  const bool expects_key = expected_ == Expected::key || expected_ == Expected::key_or_end;
  if (c == '"' && (expects_value() || expects_key)) return begin_text();
  if ((c == '{' || c == '[') && expects_value() && open_.size() < deepest) return open(c);
  if (c == '}' || c == ']') return close(c);
  if (c == ':' && expected_ == Expected::colon) {
    expected_ = Expected::value;
  } else if (c == ',' && expected_ == Expected::comma_or_end) {
    expected_ = open_.back() == '{' ? Expected::key : Expected::value;
  } else if (is_in_word(c) && expects_value()) {
    begin_value();
    in_ = In::word;
    word_.assign(1, c);
    word_place_ = place_;
  } else {
    break_at(place_, {&c, 1});
  }
}

/// In NDJSON a value ends with its line.
void JsonScanner::take_newline() {
  if (!value_a_line_ || open_.empty()) return;
  break_at(place_, {});
  end_broken(false);
}

void JsonScanner::begin_value() {
  if (open_.empty()) begun_ = place_.line;
}

void JsonScanner::end_value() {
  if (!open_.empty()) {
    expected_ = Expected::comma_or_end;
    return;
  }
  expected_ = Expected::value;
  ended_ = place_.line;
  if (!has_values_) value_a_line_ = begun_ == ended_;
  has_values_ = true;
}

void JsonScanner::begin_text() {
  is_key_ = !expects_value();
  if (!is_key_) begin_value();
  in_ = In::text;
  high_ = 0;
  text_.value.clear();
  text_.place = {place_.line, place_.column + 1};
  text_.is_as_written = true;
}

void JsonScanner::end_text() {
  in_ = In::nothing;
  if (is_key_) {
    expected_ = Expected::colon;
    listener_.on_key(text_.value);
  } else {
    listener_.on_text(text_);
    end_value();
  }
}

void JsonScanner::end_word() {
  in_ = In::nothing;
  if (word_ == "true" || word_ == "false" || word_ == "null" || is_number(word_)) {
    listener_.on_word(word_, word_place_);
    end_value();
  } else {
    break_at(word_place_, word_);
  }
}

void JsonScanner::open(char bracket) {
  begin_value();
  open_ += bracket;
  expected_ = bracket == '{' ? Expected::key_or_end : Expected::value_or_end;
  listener_.on_open(bracket, place_);
}

void JsonScanner::close(char bracket) {
  const bool may_end = expected_ == Expected::comma_or_end || expected_ == Expected::key_or_end ||
                       expected_ == Expected::value_or_end;
  if (open_.empty() || !may_end || (open_.back() == '{') != (bracket == '}')) {
    return break_at(place_, {&bracket, 1});
  }
  open_.pop_back();
  listener_.on_close();
  end_value();
}

void JsonScanner::break_at(const ListPlace& place, std::string_view text) {
  if (open_.empty() && begun_ < place.line) begun_ = place.line;
  in_ = In::broken;
  broken_place_ = place;
  broken_ = text == "\n" ? std::string_view() : text.substr(0, longest_rest);
}

void JsonScanner::end_broken(bool at_end) {
  const bool is_one_line = begun_ == broken_place_.line && !at_end;
  const Next next = has_values_ || is_one_line || open_.empty() ? Next::line : Next::nothing;
  open_.clear();
  expected_ = Expected::value;
  value_a_line_ = true;
  in_ = next == Next::line ? In::nothing : In::dead;
  listener_.on_broken(broken_place_, broken_, next);
}

}  // namespace netkit::internal
