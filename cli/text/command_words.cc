// SPDX-License-Identifier: MIT
#include "cli/text/command_words.h"

#include <optional>
#include <utility>

namespace netkit::cli {
namespace {

constexpr std::string_view blanks = " \t\n";
constexpr std::string_view open_quote = "a quote is not closed";

class Splitter {
 public:
  explicit Splitter(std::string_view text) : rest_(text) {}

  std::expected<std::vector<std::string>, std::string_view> words() {
    while (!rest_.empty()) {
      if (const auto fault = take_piece(next())) return std::unexpected(*fault);
    }
    end_word();
    if (words_.empty()) return std::unexpected("there is no program");
    return std::move(words_);
  }

 private:
  using Fault = std::optional<std::string_view>;

  char next() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  Fault take_piece(char c) {
    if (blanks.contains(c)) return end_word();
    if (!word_) word_.emplace();
    if (c == '\'') return take_literal();
    if (c == '"') return take_quoted();
    if (c == '\\' && rest_.empty()) return "a backslash at the end takes nothing";
    word_->push_back(c == '\\' ? next() : c);
    return std::nullopt;
  }

  Fault take_literal() {
    const auto end = rest_.find('\'');
    if (end == std::string_view::npos) return open_quote;
    word_->append(rest_.substr(0, end));
    rest_.remove_prefix(end + 1);
    return std::nullopt;
  }

  Fault take_quoted() {
    while (!rest_.empty()) {
      const char c = next();
      if (c == '"') return std::nullopt;
      const bool escapes = c == '\\' && !rest_.empty() && (rest_.front() == '"' || rest_.front() == '\\');
      word_->push_back(escapes ? next() : c);
    }
    return open_quote;
  }

  Fault end_word() {
    if (word_) words_.push_back(*std::exchange(word_, std::nullopt));
    return std::nullopt;
  }

  std::string_view rest_;
  std::optional<std::string> word_;  // "" is a word if it was quoted
  std::vector<std::string> words_;
};

}  // namespace

std::expected<std::vector<std::string>, std::string_view> command_words(std::string_view command) {
  return Splitter(command).words();
}

}  // namespace netkit::cli
