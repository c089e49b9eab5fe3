// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/ascii.h>
#include <netkit/blocklist/address_scanner.h>

#include <optional>
#include <string_view>
#include <vector>

namespace netkit::test {

/// Finds what AddressScanner finds, word by word as its header defines it.
class NaiveScanner {
 public:
  explicit NaiveScanner(std::string_view text) : text_(text) {
    while (at_ < text.size()) {
      if (belongs_to_chain(at_)) {
        scan_chain();
      } else {
        ++at_;
      }
    }
  }

  const std::vector<FoundAddress>& found() const { return found_; }

 private:
  bool is_word_byte(std::size_t at) const {
    return at < text_.size() && (is_alphanumeric(text_[at]) || text_[at] == '_');
  }
  bool belongs_to_word(std::size_t at) const {
    if (at >= text_.size()) return false;
    return is_word_byte(at) || (text_[at] == '.' && at > 0 && is_word_byte(at - 1) && is_word_byte(at + 1));
  }
  bool belongs_to_chain(std::size_t at) const {
    return belongs_to_word(at) || (at < text_.size() && text_[at] == ':');
  }

  std::string_view word() const {
    std::size_t end = at_;
    while (belongs_to_word(end)) ++end;
    return text_.substr(at_, end - at_);
  }
  static bool is_group(std::string_view word) {
    for (const char c : word) {
      if (!is_hex_digit(c)) return false;
    }
    return !word.empty() && word.size() <= 4;
  }

  void scan_chain() {
    std::size_t begin = at_;
    while (belongs_to_chain(at_)) {
      if (text_[at_] == ':') {
        ++at_;
      } else if (const std::string_view next = word(); is_group(next)) {
        at_ += next.size();
      } else {
        end_before(begin, next);
        at_ += next.size();
        begin = at_ < text_.size() && text_[at_] == ':' ? ++at_ : at_;
      }
    }
    end_before(begin, {});
  }

  /// Groups and colons end here, before a word that is none of them or the end of the chain.
  void end_before(std::size_t begin, std::string_view other) {
    if (add_v6(begin, at_ + other.size())) return;
    if (at_ > begin && text_[at_ - 1] == ':') add_v6(begin, at_ - 1);
    const auto v4 = IpAddress::parse(other);
    if (v4) found_.push_back({*v4, at_, other.size()});
  }
  bool add_v6(std::size_t begin, std::size_t end) {
    const auto address = IpAddress::parse(text_.substr(begin, end - begin));
    if (!address || address->is_v4()) return false;
    found_.push_back({*address, begin, end - begin});
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<FoundAddress> found_;
};

}  // namespace netkit::test
