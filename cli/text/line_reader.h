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
  std::string_view text;  ///< without its "\n"; gone with the reader's next fill()
  bool cut = false;       ///< it was longer than LineReader::longest; this is its beginning
};

/// Takes lines from a descriptor with as few system calls as there can be. Blocks, and waits where the
/// descriptor does not block. Takes memory for its longest line, within bounds.
class LineReader {
 public:
  static constexpr std::size_t longest = std::size_t{4} << 20;

  explicit LineReader(int fd) : fd_(fd), buffer_(std::size_t{256} << 10) {}

  /// Reads once. False at the end, or if reading fails; then next() gives what was behind the last "\n".
  bool fill();
  /// The next line that is complete.
  std::optional<Line> next();
  /// Why there is no more; no error at the end of the input.
  std::error_code error() const { return error_; }

 private:
  void make_room();
  std::optional<Line> last_line();

  int fd_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;     ///< of what no next() has given
  std::size_t end_ = 0;       ///< of what has been read
  std::size_t searched_ = 0;  ///< up to here there is no "\n"
  bool skipping_ = false;     ///< the rest of a line that was cut
  bool ended_ = false;
  std::error_code error_;
};

}  // namespace netkit::cli
