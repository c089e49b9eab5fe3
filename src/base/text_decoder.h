// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/export.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// How bytes are shown as text.
enum class Encoding : std::uint8_t {
  utf8,
  hex,        ///< two digits a byte, lower case
  base64,     ///< RFC 4648, section 4, padded
  base64url,  ///< RFC 4648, section 5, not padded
  latin1,     ///< U+0000 to U+00FF
  ascii,      ///< without the highest bit
  utf16le,
};

/// The names that Node.js's `setEncoding` takes, in either case: utf8 utf-8 hex base64 base64url latin1
/// binary ascii utf16le utf-16le ucs2 ucs-2.
std::optional<Encoding> parse_encoding(std::string_view name);

/// The text of a stream of bytes that comes in chunks, as Node.js's `string_decoder` has it. However the
/// bytes are cut, the pieces of text joined are the same; each is well-formed UTF-8. What is no text becomes
/// U+FFFD; a byte order mark stays. At most three bytes are kept from one chunk to the next.
class TextDecoder {
 public:
  explicit TextDecoder(Encoding encoding) : encoding_(encoding) {}

  /// The text of what was kept and these bytes, as far as it is complete; can be empty.
  std::string decode(Bytes bytes);

  /// The text of what was kept: base64's last digits, or U+FFFD for a character without its end. A single
  /// last byte of utf16le is lost. A new stream can begin behind it.
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
