// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace netkit::cli {

/// Appends the text in a form that is safe on a terminal and stays on its line: control characters (C0, DEL
/// and C1) and bytes that are no UTF-8 become \xHH, each byte by itself. Everything else, a backslash too,
/// stays.
void append_printable(std::string& to, std::string_view text);

}  // namespace netkit::cli
