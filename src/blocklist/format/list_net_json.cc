// SPDX-License-Identifier: MIT
#include <netkit/base/ascii.h>
#include <netkit/blocklist/format/internal/list_format.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <ranges>
#include <utility>
#include <vector>

namespace netkit::internal {
namespace {

/// An iterator over a text whose position stays known to others, although the parser copies it.
class Cursor {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Cursor(const char* at, const char** come) : at_(at), come_(come) {}
  reference operator*() const { return *at_; }
  Cursor& operator++() {
    *come_ = ++at_;
    return *this;
  }
  Cursor operator++(int) {
    const Cursor before = *this;
    ++*this;
    return before;
  }
  bool operator==(const Cursor& other) const { return at_ == other.at_; }

 private:
  const char* at_;
  const char** come_;
};

/// Receives the elements of the array while it is parsed.
class Elements final : public nlohmann::json::json_sax_t {
 public:
  Elements(std::string_view text, ListEvents& events)
      : events_(events),
        start_(events.start()),
        begin_(text.data()),
        end_(begin_ + text.size()),
        line_begin_(begin_),
        counted_(begin_),
        come_(begin_) {}

  Cursor begin() { return {begin_, &come_}; }
  Cursor end() { return {end_, &come_}; }

  bool null() override { return other(); }
  bool boolean(bool) override { return other(); }
  bool number_integer(number_integer_t) override { return other(); }
  bool number_unsigned(number_unsigned_t) override { return other(); }
  bool number_float(number_float_t, const string_t&) override { return other(); }
  bool binary(binary_t&) override { return other(); }
  bool key(string_t&) override { return true; }
  bool start_object(std::size_t) override { return open(); }
  bool start_array(std::size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool string(string_t& value) override {
    if (depth_ != 1) return true;
    const std::size_t offset = offset_at(start_of(value));
    const auto rule = parse_net_text(value);
    if (rule) {
      rules_.emplace_back(*rule, ListPlace{start_.line, start_.column + offset});
    } else {
      events_.bad_rule(offset, value, rule.error());
    }
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    const char* const wrong = come_ == end_ ? end_ : come_ - 1;
    const std::string_view rest(wrong, static_cast<std::size_t>(end_ - wrong));
    const std::size_t offset = offset_at(wrong);
    events_.fault(offset, rest.empty() ? "the array ends too early"
                                       : "no JSON in " + shown(rest.substr(0, rest.find_first_of("\r\n"))));
    return false;
  }

  /// Reports the rules in the order in which they were added: `net` writes the newest first.
  void report_rules() {
    for (const auto& [rule, place] : rules_ | std::views::reverse) {
      events_.set_start(place);
      events_.rule(rule, 0, "");
    }
  }

 private:
  /// The start of the string that ends here; if it has escapes, its last quote.
  const char* start_of(const std::string& value) const {
    const char* const quote = come_ - 1;
    const bool as_written =
        std::string_view(begin_, static_cast<std::size_t>(quote - begin_)).ends_with(value);
    return as_written ? quote - value.size() : quote;
  }

  /// The start of the number or name that was just read. After a number, one more byte has been read.
  const char* start_of_word() const {
    const auto in_word = [](char c) { return is_alphanumeric(c) || c == '+' || c == '-' || c == '.'; };
    const char* at = come_ - 1;
    if (!in_word(*at)) --at;
    while (at != begin_ && in_word(at[-1])) --at;
    return at;
  }

  /// The place of a byte. Call it in ascending order.
  std::size_t offset_at(const char* at) {
    for (; counted_ < at; ++counted_) {
      if (*counted_ != '\n') continue;
      ++start_.line;
      start_.column = 1;
      line_begin_ = counted_ + 1;
    }
    events_.set_start(start_);
    return static_cast<std::size_t>(at - line_begin_);
  }

  bool other() {
    if (depth_ == 1) refuse(start_of_word());
    return true;
  }
  bool open() {
    if (depth_ == 1) refuse(come_ - 1);
    ++depth_;
    return true;
  }
  bool close() {
    --depth_;
    return true;
  }
  void refuse(const char* at) { events_.fault(offset_at(at), "an element that is no text"); }

  ListEvents& events_;
  ListPlace start_;
  const char* begin_;
  const char* end_;
  const char* line_begin_;
  const char* counted_;
  const char* come_;
  std::size_t depth_ = 0;
  std::vector<std::pair<Rule, ListPlace>> rules_;
};

}  // namespace

void read_net_json(std::string_view text, ListEvents& events) {
  Elements elements(text, events);
  nlohmann::json::sax_parse(elements.begin(), elements.end(), &elements);
  elements.report_rules();
}

}  // namespace netkit::internal
