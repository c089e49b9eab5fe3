// SPDX-License-Identifier: MIT
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace netkit::cli {

/// Splits the COMMAND of --exec into words, at blanks. `'...'` is literal; in `"..."` and outside of quotes a
/// backslash takes the next character as it is (in `"..."` only before `"` and `\`); pieces that adjoin are
/// one word. Nothing else is special. The error is what is wrong, to go behind the option's name.
std::expected<std::vector<std::string>, std::string_view> command_words(std::string_view command);

}  // namespace netkit::cli
