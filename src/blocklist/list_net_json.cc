// SPDX-License-Identifier: MIT
#include <netkit/blocklist/list_format.h>

#include <iterator>
#include <nlohmann/json.hpp>

namespace netkit {
namespace {

/// Goes through a text and lets others know how far it has come, whatever copies are made of it.
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

/// Hears what is in the array while it is read.
class Elements final : public nlohmann::json::json_sax_t {
 public:
  Elements(std::string_view text, ListEvents& events)
      : events_(events),
        start_(events.start()),
        line_begin_(text.data()),
        counted_(text.data()),
        come_(text.data()) {}

  const char** come() { return &come_; }

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
    count_lines();
    const std::size_t offset = offset_of(value);
    const auto rule = parse_net_text(value);
    if (rule) {
      events_.rule(*rule, offset, "");
    } else {
      events_.bad_rule(offset, value, rule.error());
    }
    return true;
  }

  bool parse_error(std::size_t, const std::string& token, const nlohmann::json::exception&) override {
    count_lines();
    const auto offset = static_cast<std::size_t>(come_ - line_begin_);
    events_.fault(offset > 0 ? offset - 1 : 0, "no JSON: " + shown(token));
    return false;
  }

 private:
  /// Where the value of the string begins whose end has been reached; its quote where it has escapes.
  std::size_t offset_of(const std::string& value) const {
    const auto end = static_cast<std::size_t>(come_ - line_begin_) - 1;
    const bool as_written = end >= value.size() && std::string_view(line_begin_, end).ends_with(value);
    return as_written ? end - value.size() : end;
  }

  /// Places count from the line that has been reached.
  void count_lines() {
    for (; counted_ != come_; ++counted_) {
      if (*counted_ != '\n') continue;
      ++start_.line;
      start_.column = 1;
      line_begin_ = counted_ + 1;
    }
    events_.set_start(start_);
  }

  bool other() {
    if (depth_ == 1) fault();
    return true;
  }
  bool open() {
    if (depth_ == 1) fault();
    ++depth_;
    return true;
  }
  bool close() {
    --depth_;
    return true;
  }
  void fault() {
    count_lines();
    const auto offset = static_cast<std::size_t>(come_ - line_begin_);
    events_.fault(offset > 0 ? offset - 1 : 0, "an element that is no text");
  }

  ListEvents& events_;
  ListPlace start_;
  const char* line_begin_;
  const char* counted_;
  const char* come_;
  std::size_t depth_ = 0;
};

}  // namespace

void read_net_json(std::string_view text, ListEvents& events) {
  Elements elements(text, events);
  const Cursor begin(text.data(), elements.come());
  const Cursor end(text.data() + text.size(), elements.come());
  nlohmann::json::sax_parse(begin, end, &elements);
}

}  // namespace netkit
