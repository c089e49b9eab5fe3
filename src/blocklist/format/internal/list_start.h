// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/format/list_reader.h>

#include <cstddef>
#include <string_view>

// The bytes before the first word of a list.

namespace netkit::internal {

/// Skips a byte order mark, which has no column, and blanks and empty lines.
class ListStart {
 public:
  /// The number of bytes of the piece to skip. Once it is less than all, it is 0 for later pieces.
  std::size_t pass(std::string_view piece) {
    std::size_t passed = 0;
    while (!over_ && passed < piece.size()) {
      over_ = !take(piece[passed]);
      if (!over_) ++passed;
    }
    return passed;
  }

  /// The place of the first byte after it.
  const ListPlace& place() const noexcept { return place_; }

 private:
  static constexpr std::string_view mark = "\xef\xbb\xbf";

  bool take(char c) {
    if (of_mark_ < mark.size() && c == mark[of_mark_]) {
      ++of_mark_;
      place_.column = of_mark_ == mark.size() ? 1 : of_mark_ + 1;
      return true;
    }
    of_mark_ = mark.size();
    if (c == '\n') {
      place_ = {place_.line + 1, 1};
      return true;
    }
    const bool is_blank = c == ' ' || c == '\t' || c == '\r';
    if (is_blank) ++place_.column;
    return is_blank;
  }

  ListPlace place_;
  std::size_t of_mark_ = 0;
  bool over_ = false;
};

}  // namespace netkit::internal
