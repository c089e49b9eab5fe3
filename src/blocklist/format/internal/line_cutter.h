// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/text_lines.h>

#include <cstddef>
#include <string>
#include <string_view>

// Splits pieces of text into lines.

namespace netkit::internal {

/// Passes each line, without "\n" or "\r\n", to `on_line`. For a line longer than `most` bytes it calls
/// `on_long_line` instead, and keeps no more than that.
class LineCutter {
 public:
  static constexpr std::size_t most = 65536;

  template <typename Lines>
  void read(std::string_view piece, Lines& lines) {
    for (std::size_t end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n')) {
      if (kept_.empty()) {
        give(piece.substr(0, end), lines);
      } else {
        keep(piece.substr(0, end));
        give(kept_, lines);
        kept_.clear();
      }
      piece.remove_prefix(end + 1);
    }
    keep(piece);
  }

  /// Passes on the text after the last line end.
  template <typename Lines>
  void finish(Lines& lines) {
    if (!kept_.empty()) give(kept_, lines);
    kept_.clear();
  }

  /// The beginning of a line that is not complete.
  std::string_view kept() const noexcept { return kept_; }
  void forget() { kept_.clear(); }

 private:
  void keep(std::string_view text) { kept_ += text.substr(0, most + 1 - kept_.size()); }

  template <typename Lines>
  static void give(std::string_view line, Lines& lines) {
    if (line.size() > most) return lines.on_long_line();
    lines.on_line(without_carriage_return(line));
  }

  std::string kept_;
};

}  // namespace netkit::internal
