// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Lines out of pieces of text.

namespace netkit {

/// Gives each line without its end ("\n" or "\r\n") to `on_line`, and calls `on_long_line` for one that is
/// longer than `most`, of which no more than that is kept.
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

  /// What stands behind the last end of a line.
  template <typename Lines>
  void finish(Lines& lines) {
    if (!kept_.empty()) give(kept_, lines);
    kept_.clear();
  }

 private:
  void keep(std::string_view text) { kept_ += text.substr(0, most + 1 - kept_.size()); }

  template <typename Lines>
  static void give(std::string_view line, Lines& lines) {
    if (line.size() > most) return lines.on_long_line();
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.on_line(line);
  }

  std::string kept_;
};

}  // namespace netkit
