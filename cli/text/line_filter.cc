// SPDX-License-Identifier: MIT
#include "cli/text/line_filter.h"

#include <algorithm>
#include <cstring>

namespace netkit::cli {
namespace {

/// Behind the last "\n" of a text; 0 if it has none.
std::size_t behind_last_line(std::string_view text) {
  const void* const found = ::memrchr(text.data(), '\n', text.size());
  return found == nullptr ? 0 : static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) + 1;
}

/// Behind the first one; the text's end if it has none.
std::size_t behind_first_line(std::string_view text) {
  const void* const found = std::memchr(text.data(), '\n', text.size());
  return found == nullptr ? text.size()
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) + 1;
}

}  // namespace

void LineFilter::read(std::string_view piece) {
  piece.remove_prefix(complete_line(piece));
  const std::size_t lines = behind_last_line(piece);
  judge(piece.substr(0, lines));
  keep(piece.substr(lines));
}

void LineFilter::finish() {
  if (!kept_.empty() || rest_ != Rest::none) complete_line("\n");
}

/// How much of the piece belongs to a line that has begun before it.
std::size_t LineFilter::complete_line(std::string_view piece) {
  if (kept_.empty() && rest_ == Rest::none) return 0;
  const std::size_t size = behind_first_line(piece);
  const std::string_view part = piece.substr(0, size);
  keep(part);
  if (part.ends_with('\n')) {
    judge(kept_);
    kept_.clear();
    rest_ = Rest::none;
  }
  return size;
}

/// Of a line that is not complete, or just has become so.
void LineFilter::keep(std::string_view part) {
  if (rest_ == Rest::none) {
    const std::size_t size = std::min(part.size(), longest - kept_.size());
    kept_ += part.substr(0, size);
    part.remove_prefix(size);
    if (!part.empty()) cut_kept();
  }
  if (rest_ == Rest::written) write(part);
}

/// Judges the beginning that is all that is known of the line. An address close to its end may be a piece of
/// something else.
void LineFilter::cut_kept() {
  constexpr std::size_t unsure = 64;
  const std::size_t up_to = kept_.size() - unsure;
  ++cut_lines_;
  if (wanted_ == Wanted::addresses) {
    write_addresses(kept_, up_to);
    rest_ = Rest::left_out;
  } else {
    AddressScanner scanner(kept_);
    const auto found = next_member_(addresses_, scanner);
    const bool matches = found && found->offset + found->size <= up_to;
    rest_ = matches == (wanted_ == Wanted::lines_with) ? Rest::written : Rest::left_out;
    if (rest_ == Rest::written) write(kept_);
  }
  kept_.clear();
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
    const std::size_t begin = judged + behind_last_line(lines.substr(judged, hit - judged));
    const std::size_t end = hit + behind_first_line(lines.substr(hit));
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
