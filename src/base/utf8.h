// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// Appends a code point as UTF-8. A surrogate has no UTF-8 and becomes U+FFFD, and so does what is no code
/// point.
void append_utf8(std::string& text, char32_t code_point);

/// How many of the bytes do not depend on what comes behind them: all, or all but a sequence at the end that
/// is well-formed as far as it goes (at most three bytes).
std::size_t whole_utf8_length(std::string_view bytes);

/// How many bytes the first character has; 0 where they do not begin with a well-formed one.
std::size_t utf8_character_length(std::string_view bytes);

/// The bytes as well-formed UTF-8. Each maximal part of an ill-formed sequence becomes one U+FFFD (Unicode,
/// section 3.9, and the WHATWG's Encoding Standard). A byte order mark stays.
std::string well_formed_utf8(std::string_view bytes);

// Example:
//
//     assert(well_formed_utf8("caf\xc3\xa9 \xff") == "caf\xc3\xa9 \xef\xbf\xbd");
//     assert(whole_utf8_length("caf\xc3") == 3);
//     assert(utf8_character_length("\xc3\xa9!") == 2 && utf8_character_length("\xff") == 0);

}  // namespace netkit
