// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>
#include <netkit/base/export.h>

#include <string>
#include <string_view>
#include <system_error>

namespace NETKIT_PUBLIC netkit {

/// The error code for a status of libuv: an error if it is negative, none otherwise. Compares with std::errc;
/// message() is the text of libuv ("address already in use").
std::error_code uv_error(int status);

/// The error code for a value of errno (positive), in the same category.
std::error_code errno_error(int number);

/// The short name of a code: "ECONNREFUSED"; "ENOTFOUND" for a host name without an address.
std::string error_name(const std::error_code& code);

/// "read ECONNRESET": an error of an established connection.
Error step_error(std::error_code code, std::string_view syscall);

/// "getaddrinfo ENOTFOUND host", "connect ENOENT PATH". `where` is the host name or path. For socket
/// addresses see <netkit/socket/address_error.h>.
Error address_error(std::error_code code, std::string_view syscall, std::string_view where);

/// "listen EADDRINUSE: address already in use PATH": the error of a server, for bind(2) and listen(2) alike.
Error listen_error(std::error_code code, std::string_view where);

/// The error of several failed attempts: the code of the first, and an empty message. `errors` is not empty.
Error aggregate_error(std::vector<Error> errors);

// Example:
//
//     const Error error = address_error(errno_error(ECONNREFUSED), "connect", "/run/app.sock");
//     assert(error.message == "connect ECONNREFUSED /run/app.sock");
//     assert(error.code == std::errc::connection_refused && error.name == "ECONNREFUSED");

}  // namespace netkit
