// SPDX-License-Identifier: MIT
#include <netkit/base/net_errc.h>

#include <utility>

namespace netkit {
namespace {

struct Texts {
  const char* name;
  const char* message;
};

Texts texts_of(NetErrc code) {
  switch (code) {
    case NetErrc::aborted:
      return {"ABORT_ERR", "The operation was aborted"};
    case NetErrc::invalid_address:
      return {"ERR_INVALID_ADDRESS", "Invalid socket address"};
    case NetErrc::invalid_arg_type:
      return {"ERR_INVALID_ARG_TYPE", "The argument is of the wrong type"};
    case NetErrc::invalid_arg_value:
      return {"ERR_INVALID_ARG_VALUE", "The argument is invalid"};
    case NetErrc::invalid_fd_type:
      return {"ERR_INVALID_FD_TYPE", "Unsupported fd type"};
    case NetErrc::invalid_handle_type:
      return {"ERR_INVALID_HANDLE_TYPE", "This handle type cannot be sent"};
    case NetErrc::ip_blocked:
      return {"ERR_IP_BLOCKED", "The address is blocked by net.BlockList"};
    case NetErrc::missing_args:
      return {"ERR_MISSING_ARGS", R"(The "options" or "port" or "path" argument must be specified)"};
    case NetErrc::out_of_range:
      return {"ERR_OUT_OF_RANGE", "The value is out of range"};
    case NetErrc::proxy_denied:
      return {"ERR_PROXY_REFUSED", "The proxy has refused"};
    case NetErrc::proxy_protocol:
      return {"ERR_PROXY_PROTOCOL", "This is not the proxy's protocol"};
    case NetErrc::proxy_unreachable:
      return {"ERR_PROXY_UNREACHABLE", "The proxy cannot connect"};
    case NetErrc::server_already_listen:
      return {"ERR_SERVER_ALREADY_LISTEN", "Listen method has been called more than once without closing."};
    case NetErrc::server_not_running:
      return {"ERR_SERVER_NOT_RUNNING", "Server is not running."};
    case NetErrc::socket_closed:
      return {"ERR_SOCKET_CLOSED", "Socket is closed"};
    case NetErrc::socket_closed_before_connection:
      return {"ERR_SOCKET_CLOSED_BEFORE_CONNECTION", "Socket closed before the connection was established"};
    case NetErrc::socket_handle_adopted:
      return {"ERR_SOCKET_HANDLE_ADOPTED", "The bound socket has been adopted or closed"};
    case NetErrc::stream_already_finished:
      return {"ERR_STREAM_ALREADY_FINISHED", "Cannot call end after a stream was finished"};
    case NetErrc::stream_destroyed:
      return {"ERR_STREAM_DESTROYED", "Cannot call write after a stream was destroyed"};
    case NetErrc::stream_write_after_end:
      return {"ERR_STREAM_WRITE_AFTER_END", "write after end"};
    case NetErrc::tls_failed:
      return {"ERR_TLS", "TLS has failed"};
    case NetErrc::truncated:
      return {"ERR_TLS_TRUNCATED", "the connection ended without close_notify"};
  }
  return {"", ""};
}

class Category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "net"; }
  std::string message(int value) const override { return texts_of(static_cast<NetErrc>(value)).message; }
};

}  // namespace

std::error_code make_error_code(NetErrc code) {
  static const Category category;
  return {static_cast<int>(code), category};
}

Error net_error(NetErrc code, std::string message) {
  const Texts texts = texts_of(code);
  Error error;
  error.code = code;
  error.name = texts.name;
  error.message = message.empty() ? texts.message : std::move(message);
  return error;
}

}  // namespace netkit
