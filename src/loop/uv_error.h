// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>
#include <netkit/base/export.h>

#include <string>
#include <string_view>
#include <system_error>

namespace NETKIT_PUBLIC netkit {

/// The error code of a libuv status (negative), or no error for 0 and above.
/// Compares with std::errc; its message() is libuv's text ("address already in use").
std::error_code uv_error(int status);

/// The error code of an errno value (positive), in the same category.
std::error_code errno_error(int number);

/// "ECONNREFUSED"; "ENOTFOUND" for a name that has no address.
std::string error_name(const std::error_code& code);

/// "read ECONNRESET": a step of a running connection.
Error step_error(std::error_code code, std::string_view syscall);

/// "connect ECONNREFUSED 127.0.0.1:1", "getaddrinfo ENOTFOUND host", "connect ENOENT PATH".
/// `where` is the text of the address as it should stand there.
Error address_error(std::error_code code, std::string_view syscall, std::string_view where);

/// "listen EADDRINUSE: address already in use 127.0.0.1:8124": what a server says of bind and listen alike.
Error listen_error(std::error_code code, std::string_view where);

/// Several attempts that failed: the code of the first, no text of its own.
Error aggregate_error(std::vector<Error> errors);

// Example:
//
//     const Error error = address_error(errno_error(ECONNREFUSED), "connect", "127.0.0.1:1");
//     assert(error.message == "connect ECONNREFUSED 127.0.0.1:1");
//     assert(error.code == std::errc::connection_refused && error.name == "ECONNREFUSED");

}  // namespace netkit
