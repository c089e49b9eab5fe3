// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace netkit::cli {

// What check-ip reports about a text. Each appends one line and returns what is_ip() does: 4, 6, or 0 if it
// is not an address.

/// The text, made printable; the version; the class of the address, or "-"; with tabs between them.
int append_address_line(std::string& to, std::string_view text);

/// A JSON object with everything known about the address, or why the text is none. Invalid UTF-8 becomes
/// U+FFFD.
int append_address_json(std::string& to, std::string_view text);

/// Why a text is not an address, or what it is instead: "192.0.2.0/24 is a CIDR block".
std::string describe_non_address(std::string_view text);

/// The same without the text: "it is a CIDR block", "an octet over 255 (byte 7)".
std::string non_address_reason(std::string_view text);

}  // namespace netkit::cli
