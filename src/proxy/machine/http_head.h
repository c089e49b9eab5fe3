// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// The head of an HTTP/1 response (RFC 9112).
struct HttpHead {
  int status = 0;
  std::string reason = {};                                       ///< at most 100 bytes
  std::vector<std::pair<std::string, std::string>> fields = {};  ///< names in small letters

  std::vector<std::string> values_of(std::string_view name) const;
};

/// Takes a head off the front of `input`. Nothing while it is not complete. Lines may end in LF alone, and be
/// folded. Error: it is no head, or is longer than 64 KiB.
std::expected<std::optional<HttpHead>, std::string> take_http_head(std::string& input);

// Example:
//
//     std::string input = "HTTP/1.0 407 Who?\r\nProxy-Authenticate: Basic realm=x\r\n\r\nrest";
//     const auto head = take_http_head(input);
//     assert(head && *head && (*head)->status == 407 && input == "rest");

}  // namespace netkit
