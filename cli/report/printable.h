// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace netkit::cli {

/// Appends `text` in a form that is safe on a terminal and stays on its line: each byte of control characters
/// (C0, DEL and C1) and of invalid UTF-8 becomes \xHH. Everything else, backslashes too, is kept.
void append_printable(std::string& to, std::string_view text);

}  // namespace netkit::cli
