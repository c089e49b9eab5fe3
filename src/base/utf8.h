// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// Appends a code point as UTF-8. A surrogate, or a value above U+10FFFF, is appended as U+FFFD.
void append_utf8(std::string& text, char32_t code_point);

/// The number of bytes whose text does not depend on the bytes that follow: all of them, or all but an
/// incomplete sequence at the end (at most three bytes) that may still become well-formed.
std::size_t whole_utf8_length(std::string_view bytes);

/// The length of the first character in bytes; 0 if the bytes do not begin with a well-formed character.
std::size_t utf8_character_length(std::string_view bytes);

/// The bytes as well-formed UTF-8: each maximal part of an ill-formed sequence is replaced by one U+FFFD
/// (Unicode section 3.9, and the Encoding Standard of the WHATWG). A byte order mark is kept.
std::string well_formed_utf8(std::string_view bytes);

// Example:
//
//     assert(well_formed_utf8("caf\xc3\xa9 \xff") == "caf\xc3\xa9 \xef\xbf\xbd");
//     assert(whole_utf8_length("caf\xc3") == 3);
//     assert(utf8_character_length("\xc3\xa9!") == 2 && utf8_character_length("\xff") == 0);

}  // namespace netkit
