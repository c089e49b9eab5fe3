// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

namespace netkit::cli {

/// A line of input.
struct Line {
  std::string_view text;  ///< without its "\n" or "\r\n"; valid until the reader's next fill()
  bool cut = false;       ///< the line was longer than LineReader::longest; this is its beginning
};

/// Reads lines from a descriptor, whose first line may begin with a byte order mark that is skipped, with as
/// few system calls as possible. Blocks, even if the descriptor is non-blocking. Its buffer grows to the
/// longest line, up to `longest`.
class LineReader {
 public:
  static constexpr std::size_t longest = std::size_t{4} << 20;

  explicit LineReader(int fd) : fd_(fd), buffer_(std::size_t{256} << 10) {}

  /// Reads once. Returns false at the end, or if reading fails; next() then returns what followed the last
  /// "\n".
  bool fill();
  /// The next complete line.
  std::optional<Line> next();
  /// Why reading failed; no error at the end of the input.
  std::error_code error() const { return error_; }

 private:
  void make_room();
  std::optional<Line> last_line();
  std::string_view without_mark(std::string_view line);

  int fd_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;     ///< of the bytes that next() has not returned
  std::size_t end_ = 0;       ///< of the bytes that were read
  std::size_t searched_ = 0;  ///< there is no "\n" before this offset
  bool skipping_ = false;     ///< skips the rest of a line that was cut
  bool ended_ = false;
  bool is_first_ = true;
  std::error_code error_;
};

}  // namespace netkit::cli
