// SPDX-License-Identifier: MIT
#include <iconv.h>
#include <netkit/base/text_decoder.h>
#include <netkit/base/utf8.h>

#include <algorithm>
#include <string>
#include <vector>

#include "require.h"

namespace netkit::fuzz {
namespace {

/// What the system thinks of it.
bool is_utf8(std::string text) {
  static const iconv_t converter = iconv_open("UTF-32LE", "UTF-8");
  require(converter != iconv_t(-1), "the system knows UTF-8");
  std::string converted(4 * text.size(), '\0');
  char* in = text.data();
  char* out = converted.data();
  std::size_t in_left = text.size();
  std::size_t out_left = converted.size();
  iconv(converter, nullptr, nullptr, nullptr, nullptr);
  return iconv(converter, &in, &in_left, &out, &out_left) != std::size_t(-1);
}

/// The text of these bytes in chunks: one that ends at `first`, then of `size` each.
std::string decoded(Encoding encoding, std::string_view bytes, std::size_t first, std::size_t size) {
  TextDecoder decoder(encoding);
  std::string text;
  for (std::size_t end = first; !bytes.empty(); end = size) {
    const std::string_view chunk = bytes.substr(0, end);
    const std::string piece = decoder.decode(as_bytes(chunk));
    require(is_utf8(piece), "a piece is well-formed UTF-8");
    text += piece;
    bytes.remove_prefix(chunk.size());
  }
  text += decoder.finish();
  require(decoder.finish().empty(), "nothing is left behind the end");
  return text;
}

std::string check_chunkings(Encoding encoding, std::string_view bytes) {
  const std::string text = decoded(encoding, bytes, bytes.size(), bytes.size());
  require(is_utf8(text), "a text is well-formed UTF-8");
  for (const std::size_t size : {1U, 2U, 3U, 4U, 5U, 7U}) {
    require(decoded(encoding, bytes, size, size) == text, "chunks of one size give the same text");
  }
  for (std::size_t at = 0; at < std::min<std::size_t>(bytes.size(), 16); ++at) {
    require(decoded(encoding, bytes, at, bytes.size()) == text, "two chunks give the same text");
  }
  return text;
}

void check_lengths(std::string_view bytes) {
  const std::size_t size = bytes.size();
  const auto high =
      static_cast<std::size_t>(std::ranges::count_if(bytes, [](char c) { return (c & 0x80) != 0; }));
  require(check_chunkings(Encoding::hex, bytes).size() == 2 * size, "hex has two digits a byte");
  require(check_chunkings(Encoding::base64, bytes).size() == (size + 2) / 3 * 4, "base64 is padded");
  require(check_chunkings(Encoding::base64url, bytes).size() == (size * 4 + 2) / 3, "base64url is not");
  require(check_chunkings(Encoding::ascii, bytes).size() == size, "ascii has a byte a byte");
  require(check_chunkings(Encoding::latin1, bytes).size() == size + high, "latin1 has a character a byte");
}

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netkit;
  const std::string_view bytes = fuzz::as_text(data, size);
  const std::string text = fuzz::check_chunkings(Encoding::utf8, bytes);
  fuzz::require((text == bytes) == fuzz::is_utf8(std::string(bytes)),
                "only well-formed UTF-8 stays as it is");
  fuzz::check_chunkings(Encoding::utf16le, bytes);
  fuzz::check_lengths(bytes);
  return 0;
}
