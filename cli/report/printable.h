// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace netkit::cli {

/// Appends `text` in a form that is safe on a terminal and stays on its line: each byte of control characters
/// (C0, DEL and C1) and of invalid UTF-8 becomes \xHH. Everything else, backslashes too, is kept.
void append_printable(std::string& to, std::string_view text);

/// Appends the object as a line of JSON that is safe on a terminal: DEL and C1 are escaped as well. Invalid
/// UTF-8 becomes U+FFFD.
void append_json_line(std::string& to, const nlohmann::ordered_json& object);

}  // namespace netkit::cli
