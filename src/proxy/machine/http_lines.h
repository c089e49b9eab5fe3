// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// The lines of the head of an HTTP/1 message (RFC 9112, section 2.2), without their ends. Of those that are
/// folded (section 5.2) each is one, joined with a space.
using HttpLines = std::vector<std::string>;

/// Why bytes are not the lines of a head.
enum class HttpLinesFault : std::uint8_t {
  malformed,  ///< a NUL, a CR without LF, or a first line that is folded
  too_long,   ///< more than longest_http_head bytes
};

/// Bytes of a head, its last line included.
inline constexpr std::size_t longest_http_head = std::size_t{64} << 10;

/// Takes the lines of a head, and the empty one behind them, off the front of `input`. Nothing while they are
/// not complete. Lines may end in LF alone.
std::expected<std::optional<HttpLines>, HttpLinesFault> take_http_lines(std::string& input);

/// A field of a head (RFC 9110, section 5).
struct HttpField {
  std::string name;   ///< as it stands
  std::string value;  ///< without blanks around it

  bool operator==(const HttpField&) const = default;
};

/// Nothing if the name is not a token, or no colon follows it.
std::optional<HttpField> parse_http_field(std::string_view line);

/// The status of "HTTP/1.1 200 OK" (RFC 9112, section 4); 0 if the line is no status line.
int http_status(std::string_view line);
/// Whether more bytes may make a response of HTTP/1 of it.
bool may_become_http_response(std::string_view bytes);

/// Whether two names or tokens are the same: ASCII letters have no case.
bool same_http_name(std::string_view one, std::string_view other);

/// The members of a list: "close, Keep-Alive" (RFC 9110, section 5.6.1).
std::vector<std::string_view> http_list(std::string_view value);

/// Whether the field is for one connection only, and is not passed on by a proxy (RFC 9110, section 7.6.1).
/// `named`: what the fields Connection of the same head name.
bool is_hop_by_hop(const HttpField& field, const std::vector<std::string>& named);

/// What the fields Connection of a head name.
std::vector<std::string> named_by_connection(const std::vector<HttpField>& fields);

// Example:
//
//     std::string input = "GET / HTTP/1.1\r\nHost: example.com\r\n\r\nrest";
//     const auto lines = take_http_lines(input);
//     assert(lines && *lines && (*lines)->size() == 2 && input == "rest");
//     assert(parse_http_field((**lines)[1])->value == "example.com");

}  // namespace netkit
