// SPDX-License-Identifier: MIT
#include "cli/text/line_filter.h"

#include <algorithm>
#include <cstring>

namespace netkit::cli {
namespace {

/// The offset after the last "\n" of a text; 0 if it has none.
std::size_t end_of_last_line(std::string_view text) {
  const void* const found = ::memrchr(text.data(), '\n', text.size());
  return found == nullptr ? 0 : static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) + 1;
}

/// The offset after the first "\n"; the text's size if it has none.
std::size_t end_of_first_line(std::string_view text) {
  const void* const found = std::memchr(text.data(), '\n', text.size());
  return found == nullptr ? text.size()
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) + 1;
}

}  // namespace

void LineFilter::read(std::string_view piece) {
  piece.remove_prefix(complete_line(piece));
  const std::size_t lines = end_of_last_line(piece);
  judge(piece.substr(0, lines));
  buffer(piece.substr(lines));
}

void LineFilter::finish() {
  if (!buffer_.empty() || rest_ != Rest::none) complete_line("\n");
}

/// Takes the bytes of the piece that belong to a line begun in an earlier one. Returns their number.
std::size_t LineFilter::complete_line(std::string_view piece) {
  if (buffer_.empty() && rest_ == Rest::none) return 0;
  const std::size_t size = end_of_first_line(piece);
  const std::string_view part = piece.substr(0, size);
  buffer(part);
  if (part.ends_with('\n')) {
    judge(buffer_);
    buffer_.clear();
    rest_ = Rest::none;
  }
  return size;
}

/// Adds to a line that is incomplete, or has just been completed.
void LineFilter::buffer(std::string_view part) {
  if (rest_ == Rest::none) {
    const std::size_t size = std::min(part.size(), longest - buffer_.size());
    buffer_ += part.substr(0, size);
    part.remove_prefix(size);
    if (!part.empty()) cut_line();
  }
  if (rest_ == Rest::written) write(part);
}

/// Judges the line by its buffered beginning. An address close to the cut may be part of something else, so
/// it is not counted.
void LineFilter::cut_line() {
  constexpr std::size_t unsure = 64;
  const std::size_t up_to = buffer_.size() - unsure;
  ++cut_lines_;
  if (wanted_ == Wanted::addresses) {
    write_addresses(buffer_, up_to);
    rest_ = Rest::left_out;
  } else {
    AddressScanner scanner(buffer_);
    const auto found = next_member_(addresses_, scanner);
    const bool matches = found && found->offset + found->size <= up_to;
    rest_ = matches == (wanted_ == Wanted::lines_with) ? Rest::written : Rest::left_out;
    if (rest_ == Rest::written) write(buffer_);
  }
  buffer_.clear();
}

void LineFilter::judge(std::string_view lines) {
  if (wanted_ == Wanted::addresses) {
    write_addresses(lines, lines.size());
  } else {
    write_lines(lines);
  }
}

void LineFilter::write_lines(std::string_view lines) {
  AddressScanner scanner(lines);
  std::size_t judged = 0;
  while (judged < lines.size()) {
    const auto found = next_member_(addresses_, scanner);
    const std::size_t hit = found ? found->offset : lines.size();
    const std::size_t begin = judged + end_of_last_line(lines.substr(judged, hit - judged));
    const std::size_t end = hit + end_of_first_line(lines.substr(hit));
    write(wanted_ == Wanted::lines_with ? lines.substr(begin, end - begin)
                                        : lines.substr(judged, begin - judged));
    scanner.skip_to(end);
    judged = end;
  }
}

void LineFilter::write_addresses(std::string_view text, std::size_t up_to) {
  AddressScanner scanner(text);
  while (const auto found = next_member_(addresses_, scanner)) {
    if (found->offset + found->size > up_to) break;
    write(text.substr(found->offset, found->size));
    write("\n");
  }
}

void LineFilter::write(std::string_view text) {
  if (text.empty()) return;
  found_any_ = true;
  output_.text() += text;
  output_.flush_if_full();
}

}  // namespace netkit::cli
