// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_decoder.h>

#include <netkit/base/text_lines.h>

#include <algorithm>
#include <utility>

namespace netkit::internal {

void ListDecoder::read(std::string_view piece) {
  constexpr std::size_t enough = 2;
  if (!is_begun_) {
    start_ += piece.substr(0, enough);
    piece.remove_prefix(std::min(enough, piece.size()));
    if (start_.size() < enough) return;
    is_begun_ = true;
    if (Gunzip::is_gzip(start_)) {
      gunzip_.emplace([this](std::string_view text) { read_characters(text); });
    }
    read(std::exchange(start_, {}));
  }
  if (piece.empty()) return;
  if (gunzip_) return gunzip_->read(piece);
  read_characters(piece);
}

void ListDecoder::read_characters(std::string_view piece) {
  if (utf16_) return decode_utf16(piece);
  if (is_text_begun_) return on_text_(piece);
  start_of_text_ += piece;
  if (start_of_text_.size() >= byte_order_mark.size()) begin_characters(std::exchange(start_of_text_, {}));
}

void ListDecoder::begin_characters(std::string_view start) {
  is_text_begun_ = true;
  if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff")) {
    order_ = start.front() == '\xff' ? Order::little : Order::big;
    utf16_.emplace(Encoding::utf16le);
    start.remove_prefix(2);
    return decode_utf16(start);
  }
  start = without_byte_order_mark(start);
  if (!start.empty()) on_text_(start);
}

void ListDecoder::decode_utf16(std::string_view piece) {
  std::string units = std::exchange(unpaired_, {});
  units += piece;
  if (units.size() % 2 != 0) {
    unpaired_ = units.back();
    units.pop_back();
  }
  if (order_ == Order::big) {
    for (std::size_t i = 0; i < units.size(); i += 2) std::swap(units[i], units[i + 1]);
  }
  const std::string text = utf16_->decode(as_bytes(units));
  if (!text.empty()) on_text_(text);
}

std::string_view ListDecoder::finish() {
  if (!is_begun_) read_characters(std::exchange(start_, {}));
  const std::string_view fault = gunzip_ ? gunzip_->finish() : std::string_view();
  if (!is_text_begun_) begin_characters(std::exchange(start_of_text_, {}));
  if (!utf16_) return fault;
  const std::string text = utf16_->finish();
  if (!text.empty()) on_text_(text);
  return !fault.empty() || unpaired_.empty() ? fault : "the UTF-16 text ends too early";
}

}  // namespace netkit::internal
