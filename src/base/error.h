// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstdint>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// What failed, and why. `message` has the texts of Node.js's `net`: "connect ECONNREFUSED 127.0.0.1:1".
struct Error {
  std::error_code code;  ///< compares with std::errc; uv_error()'s category for system errors
  std::string name;      ///< the code's short name: "ECONNREFUSED", "ENOTFOUND"
  std::string syscall;   ///< the step that failed: "connect", "bind", "listen", "getaddrinfo", ...
  std::string address;   ///< the address, host name or path concerned; empty if there is none
  std::optional<std::uint16_t> port;  ///< host byte order; absent for paths and for port 0
  std::string local_address;          ///< where the attempt was made from, if that is known; empty otherwise
  std::optional<std::uint16_t> local_port;  ///< host byte order; present if local_address is
  std::string message;                      ///< the complete text: one line without a newline
  std::vector<Error> errors;  ///< if several attempts failed: one error for each, in the order tried
};

// Example:
//
//     Error error;
//     error.code = std::make_error_code(std::errc::connection_refused);
//     error.message = "connect ECONNREFUSED 127.0.0.1:1";
//     assert(error.code == std::errc::connection_refused);

}  // namespace netkit
