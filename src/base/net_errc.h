// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>
#include <netkit/base/export.h>

#include <string>
#include <system_error>

namespace NETKIT_PUBLIC netkit {

/// Errors that `net` makes itself, without a failed system call. Error::name is the code of Node.js.
enum class NetErrc {
  aborted = 1,                      ///< ABORT_ERR
  invalid_address,                  ///< ERR_INVALID_ADDRESS
  invalid_arg_type,                 ///< ERR_INVALID_ARG_TYPE
  invalid_arg_value,                ///< ERR_INVALID_ARG_VALUE
  invalid_fd_type,                  ///< ERR_INVALID_FD_TYPE
  invalid_handle_type,              ///< ERR_INVALID_HANDLE_TYPE
  ip_blocked,                       ///< ERR_IP_BLOCKED
  missing_args,                     ///< ERR_MISSING_ARGS
  out_of_range,                     ///< ERR_OUT_OF_RANGE
  proxy_denied,                     ///< ERR_PROXY_REFUSED: by its rules, or for want of credentials
  proxy_protocol,                   ///< ERR_PROXY_PROTOCOL: it does not speak this
  proxy_unreachable,                ///< ERR_PROXY_UNREACHABLE: the proxy could not connect
  server_already_listen,            ///< ERR_SERVER_ALREADY_LISTEN
  server_not_running,               ///< ERR_SERVER_NOT_RUNNING
  socket_closed,                    ///< ERR_SOCKET_CLOSED
  socket_closed_before_connection,  ///< ERR_SOCKET_CLOSED_BEFORE_CONNECTION
  socket_handle_adopted,            ///< ERR_SOCKET_HANDLE_ADOPTED
  stream_already_finished,          ///< ERR_STREAM_ALREADY_FINISHED
  stream_destroyed,                 ///< ERR_STREAM_DESTROYED
  stream_write_after_end,           ///< ERR_STREAM_WRITE_AFTER_END
  tls_failed,                       ///< ERR_TLS; Error::name has the code of Node.js's `tls`
  truncated,                        ///< ERR_TLS_TRUNCATED: the peer's TCP has ended without close_notify
};

std::error_code make_error_code(NetErrc code);

/// An empty message stands for the usual message of the code.
Error net_error(NetErrc code, std::string message = {});

// Example:
//
//     const Error error = net_error(NetErrc::server_not_running);
//     assert(error.code == NetErrc::server_not_running);
//     assert(error.name == "ERR_SERVER_NOT_RUNNING" && error.message == "Server is not running.");

}  // namespace netkit

template <>
struct std::is_error_code_enum<netkit::NetErrc> : std::true_type {};
