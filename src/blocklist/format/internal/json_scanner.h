// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/format/list_reader.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace netkit::internal {

/// Reads JSON (RFC 8259) that arrives in pieces: one value, or several with line ends between them (NDJSON).
/// Keeps no more of it than one text of at most 64 KiB. Numbers are not converted.
class JsonScanner {
 public:
  struct Text {
    std::string value;
    ListPlace place;             ///< of its first byte, after the quote
    bool is_as_written = false;  ///< it has no escapes
  };

  /// What follows a syntax error.
  enum class Next : std::uint8_t {
    line,     ///< the next line begins a new value
    nothing,  ///< the rest cannot be understood
  };

  class Listener {
   public:
    virtual void on_key(const std::string& name) = 0;
    virtual void on_text(const Text& text) = 0;
    /// A number, true, false or null.
    virtual void on_word(std::string_view word, const ListPlace& place) = 0;
    virtual void on_open(char bracket, const ListPlace& place) = 0;
    virtual void on_close() = 0;
    /// A syntax error; `rest` is the beginning of the line from there on, empty if the text ends too early.
    /// All that is open is closed, without on_close().
    virtual void on_broken(const ListPlace& place, std::string_view rest, Next next) = 0;

   protected:
    ~Listener() = default;
  };

  explicit JsonScanner(Listener& listener) : listener_(listener) {}

  /// `start` is the place of the first byte.
  void set_start(const ListPlace& start) { place_ = start; }
  void read(std::string_view piece);
  /// Call it once, after the last piece.
  void finish();

 private:
  enum class In : std::uint8_t { nothing, text, escape, digits, word, broken, dead };
  enum class Expected : std::uint8_t { value, value_or_end, key, key_or_end, colon, comma_or_end };

  void take(char c);
  void take_in_text(char c);
  void take_escaped(char c);
  void take_digit(char c);
  void take_outside(char c);
  void take_newline();
  void begin_text();
  void end_text();
  void end_word();
  void open(char bracket);
  void close(char bracket);
  void begin_value();
  void end_value();
  bool expects_value() const;
  void append(char c);
  void append_unit(std::uint32_t unit);
  void break_at(const ListPlace& place, std::string_view text);
  void end_broken(bool at_end);

  Listener& listener_;
  ListPlace place_;
  In in_ = In::nothing;
  Expected expected_ = Expected::value;
  std::string open_;         // the brackets
  std::uint64_t begun_ = 0;  // the line in which the outermost value began
  std::uint64_t ended_ = 0;  // the line in which the last one ended
  bool has_values_ = false;
  bool value_a_line_ = false;
  Text text_;
  bool is_key_ = false;
  std::uint32_t unit_ = 0;
  int digits_ = 0;
  std::uint32_t high_ = 0;  // the first half of a surrogate pair
  std::string word_;
  ListPlace word_place_;
  std::string broken_;
  ListPlace broken_place_;
};

}  // namespace netkit::internal
