// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/json_scanner.h>

#include <nlohmann/json.hpp>
#include <string>

#include "require.h"

namespace netkit::fuzz {
namespace {

using internal::JsonScanner;

/// What a scanner reports, as text.
class Story final : public JsonScanner::Listener {
 public:
  void on_key(const std::string& name) override { tell("key", name); }
  void on_text(const JsonScanner::Text& one) override { tell("text", one.value); }
  void on_word(std::string_view, const ListPlace&) override { tell("word", ""); }
  void on_open(char bracket, const ListPlace&) override { tell("open", {&bracket, 1}); }
  void on_close() override { tell("close", ""); }
  void on_broken(const ListPlace& place, std::string_view rest, JsonScanner::Next next) override {
    tell(next == JsonScanner::Next::line ? "bad line" : "broken", rest);
    tell(std::to_string(place.line), std::to_string(place.column));
    is_broken = true;
  }

  std::string text;
  bool is_broken = false;

 private:
  void tell(std::string_view what, std::string_view detail) {
    text.append(what).append(" ").append(detail).append("\n");
  }
};

Story story_of(std::string_view text, std::size_t piece) {
  Story story;
  JsonScanner scanner(story);
  for (std::size_t at = 0; at < text.size(); at += piece) scanner.read(text.substr(at, piece));
  scanner.finish();
  return story;
}

/// What another parser makes of a single value.
class Other final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return tell("word", ""); }
  bool boolean(bool) override { return tell("word", ""); }
  bool number_integer(number_integer_t) override { return tell("word", ""); }
  bool number_unsigned(number_unsigned_t) override { return tell("word", ""); }
  bool number_float(number_float_t, const string_t&) override { return tell("word", ""); }
  bool binary(binary_t&) override { return false; }
  bool string(string_t& value) override { return tell("text", value); }
  bool key(string_t& value) override { return tell("key", value); }
  bool start_object(std::size_t) override { return open("{"); }
  bool start_array(std::size_t) override { return open("["); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

  std::string text;

 private:
  /// The scanner goes no deeper than 256.
  bool open(std::string_view bracket) { return tell("open", bracket) && ++depth_ <= 256; }
  bool close() {
    --depth_;
    return tell("close", "");
  }
  bool tell(std::string_view what, std::string_view detail) {
    text.append(what).append(" ").append(detail).append("\n");
    return true;
  }

  int depth_ = 0;
};

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netkit::fuzz;
  const std::string_view text = as_text(data, size);
  const Story whole = story_of(text, size + 1);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, size / 2 + 1}) {
    require(story_of(text, piece).text == whole.text, "pieces tell what the whole tells");
  }
  // The other parser skips a mark, and takes a NUL for the end.
  Other other;
  if (text.starts_with("\xef") || text.contains('\0') || !nlohmann::json::sax_parse(text, &other)) return 0;
  require(!whole.is_broken, "what is JSON is read");
  require(whole.text == other.text, "and as others read it");
  return 0;
}
