// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace netkit::cli {

// What check-ip says of a text. Each appends one line and gives what is_ip() does: 4, 6, or 0 for no address.

/// The text, made printable; the version; the class of the address, or "-"; with tabs between them.
int append_address_line(std::string& to, std::string_view text);

/// An object with all there is to know; bytes that are no UTF-8 become U+FFFD.
int append_address_json(std::string& to, std::string_view text);

/// Why it is no address, or what else it is, as a person would want to hear it: "192.0.2.0/24 is a CIDR
/// block".
std::string describe_non_address(std::string_view text);

}  // namespace netkit::cli
