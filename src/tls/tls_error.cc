// SPDX-License-Identifier: MIT
#include <netkit/tls/tls_error.h>

#include <netkit/base/net_errc.h>
#include <netkit/loop/uv_error.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace netkit {
namespace {

Error made(std::error_code code, std::string name, std::string_view peer, std::string_view text) {
  Error error;
  error.code = code;
  error.message = "tls " + name + ' ' + std::string(peer) + ": " + std::string(text);
  error.name = std::move(name);
  error.syscall = "tls";
  return error;
}

Error made(std::error_code code, std::string_view peer, std::string_view text) {
  return made(code, error_name(code), peer, text);
}

}  // namespace

Error tls_error(const TlsFault& fault, std::string_view peer) {
  return made(NetErrc::tls_failed, fault.code, peer, fault.text);
}

Error tls_timeout(std::chrono::milliseconds limit, std::string_view peer) {
  const bool is_whole = limit.count() % 1000 == 0;
  return made(errno_error(ETIMEDOUT), peer,
              "no handshake within " + (is_whole ? std::to_string(limit.count() / 1000) + "s"
                                                 : std::to_string(limit.count()) + "ms"));
}

Error tls_broken_off(std::string_view peer) {
  return made(errno_error(ECONNRESET), peer, "the peer ended before the handshake was done");
}

}  // namespace netkit
