// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/text_decoder.h>
#include <netkit/blocklist/format/internal/gunzip.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace netkit::internal {

/// Turns the bytes of a file into text: decompresses gzip, decodes UTF-16 that begins with a byte order mark,
/// and removes the mark of UTF-8. Other text is passed on as it is, without a copy.
class ListDecoder {
 public:
  explicit ListDecoder(std::function<void(std::string_view)> on_text) : on_text_(std::move(on_text)) {}
  ListDecoder(const ListDecoder&) = delete;
  ListDecoder& operator=(const ListDecoder&) = delete;

  void read(std::string_view piece);
  /// Why the text is not complete; empty if it is. Call it once, after the last piece.
  std::string_view finish();

  /// Whether the text is not in the file as it was passed on.
  bool is_encoded() const { return gunzip_.has_value() || utf16_.has_value(); }

 private:
  enum class Order : std::uint8_t { little, big };

  void read_characters(std::string_view piece);
  void begin_characters(std::string_view start);
  void decode_utf16(std::string_view piece);

  std::function<void(std::string_view)> on_text_;
  std::string start_;  // the first bytes, until they are enough to tell
  bool is_begun_ = false;
  std::optional<Gunzip> gunzip_;

  std::string start_of_text_;
  bool is_text_begun_ = false;
  std::optional<TextDecoder> utf16_;
  Order order_ = Order::little;
  std::string unpaired_;  // a byte of UTF-16 whose other half has not come
};

}  // namespace netkit::internal
