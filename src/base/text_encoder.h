// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/text_decoder.h>

#include <cstddef>
#include <string_view>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// The bytes that a UTF-8 text stands for, as `Buffer.from(text, encoding)` of Node.js has them: the reverse
/// of TextDecoder. Never fails:
///
/// * hex stops before the first pair that is not two hexadecimal digits.
/// * base64 and base64url read both alphabets, skip other characters, and stop at the first `=`.
/// * latin1 and ascii keep the lower half of each UTF-16 code unit.
/// * utf8 gives the bytes of the text unchanged; the others read ill-formed sequences as U+FFFD.
std::vector<std::byte> encode(std::string_view text, Encoding encoding);

// Example:
//
//     assert(as_text(encode("68656c6c6f", Encoding::hex)) == "hello");
//     assert(as_text(encode("caf\xc3\xa9", Encoding::latin1)) == "caf\xe9");

}  // namespace netkit
