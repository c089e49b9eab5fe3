// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/export.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// How bytes are turned into text.
enum class Encoding : std::uint8_t {
  utf8,
  hex,        ///< two lower-case digits for each byte
  base64,     ///< RFC 4648 section 4, with padding
  base64url,  ///< RFC 4648 section 5, without padding
  latin1,     ///< each byte is one of U+0000 to U+00FF
  ascii,      ///< the highest bit of each byte is dropped
  utf16le,
};

/// Reads the names that `setEncoding` of Node.js takes, in upper or lower case: utf8 utf-8 hex base64
/// base64url latin1 binary ascii utf16le utf-16le ucs2 ucs-2.
std::optional<Encoding> parse_encoding(std::string_view name);

/// Decodes a stream of bytes that arrives in chunks, as `string_decoder` of Node.js does. The concatenated
/// text does not depend on where the chunks are cut, and each piece of it is well-formed UTF-8. Invalid bytes
/// become U+FFFD; a byte order mark is kept. Keeps at most three bytes from one chunk to the next.
class TextDecoder {
 public:
  explicit TextDecoder(Encoding encoding) : encoding_(encoding) {}

  /// The text of all characters that are complete with these bytes; may be empty.
  std::string decode(Bytes bytes);

  /// Ends the stream: the text of the bytes kept, which is the last digits of base64, or U+FFFD for a
  /// character that is cut off. A single last byte of utf16le is dropped. A new stream may follow.
  std::string finish();

 private:
  std::string decode_without_rest(std::string_view bytes);

  Encoding encoding_;
  std::string kept_;
};

// Example:
//
//     TextDecoder decoder(Encoding::utf8);
//     assert(decoder.decode(as_bytes("caf\xc3")) == "caf");
//     assert(decoder.decode(as_bytes("\xa9")) == "\xc3\xa9");
//     assert(decoder.finish().empty());

}  // namespace netkit
