// SPDX-License-Identifier: MIT
#include "cli/text/line_reader.h"

#include <netkit/base/text_lines.h>
#include <netkit/loop/uv_error.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace netkit::cli {

bool LineReader::fill() {
  make_room();
  while (true) {
    const ssize_t size = ::read(fd_, buffer_.data() + end_, buffer_.size() - end_);
    if (size > 0) {
      end_ += static_cast<std::size_t>(size);
      return true;
    }
    if (size < 0 && errno == EAGAIN) {
      pollfd readable{fd_, POLLIN, 0};
      (void)::poll(&readable, 1, -1);
    } else if (size == 0 || errno != EINTR) {
      if (size < 0) error_ = errno_error(errno);
      ended_ = true;
      return false;
    }
  }
}

void LineReader::make_room() {
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
            buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
  end_ -= begin_;
  searched_ -= begin_;
  begin_ = 0;
  if (end_ == buffer_.size()) buffer_.resize(2 * buffer_.size());
}

std::optional<Line> LineReader::next() {
  while (true) {
    const void* const found = std::memchr(buffer_.data() + searched_, '\n', end_ - searched_);
    if (found == nullptr) return last_line();
    const std::size_t line_end = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
    const Line line{without_carriage_return(without_mark({buffer_.data() + begin_, line_end - begin_}))};
    begin_ = searched_ = line_end + 1;
    if (!skipping_) return line;
    skipping_ = false;
  }
}

std::optional<Line> LineReader::last_line() {
  searched_ = end_;
  const std::string_view rest(buffer_.data() + begin_, end_ - begin_);
  const bool cut = rest.size() >= longest;
  if (!skipping_ && !cut && !ended_) return std::nullopt;
  begin_ = end_;
  if (skipping_ || rest.empty()) return std::nullopt;
  skipping_ = cut;
  return Line{without_carriage_return(without_mark(rest)), cut};
}

/// The first line, without a byte order mark; others as they are.
std::string_view LineReader::without_mark(std::string_view line) {
  return std::exchange(is_first_, false) ? without_byte_order_mark(line) : line;
}

}  // namespace netkit::cli
