// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstdint>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// What failed and why: a value to keep, compare and print.
/// The texts are those of Node.js's `net`: "connect ECONNREFUSED 127.0.0.1:1".
struct Error {
  std::error_code code;  ///< compares with std::errc; of io's category for system errors
  std::string name;      ///< the code's short name: "ECONNREFUSED", "ENOTFOUND"
  std::string syscall;   ///< the step that failed: "connect", "bind", "listen", "getaddrinfo", ...
  std::string address;   ///< the address, host or path it was about; empty if about none
  std::optional<std::uint16_t> port;  ///< host byte order; absent for paths and for port 0
  std::string local_address;  ///< our end, where the attempt was made from a known one; empty otherwise
  std::optional<std::uint16_t> local_port;  ///< with it
  std::string message;                      ///< the whole of it, one line, without a final newline
  std::vector<Error> errors;  ///< where several attempts failed: each of them, in the order tried
};

// Example:
//
//     Error error;
//     error.code = std::make_error_code(std::errc::connection_refused);
//     error.message = "connect ECONNREFUSED 127.0.0.1:1";
//     assert(error.code == std::errc::connection_refused);

}  // namespace netkit
