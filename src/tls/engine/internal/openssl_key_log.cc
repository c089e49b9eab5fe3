// SPDX-License-Identifier: MIT
#include <netkit/tls/engine/internal/openssl_key_log.h>

#include <fcntl.h>
#include <netkit/tls/engine/tls_options.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace netkit::internal {
namespace {

void close_log(void* /*context*/, void* log, CRYPTO_EX_DATA* /*all*/, int /*index*/, long /*argument*/,
               void* /*pointer*/) {
  if (log == nullptr) return;
  ::close(*static_cast<int*>(log));
  delete static_cast<int*>(log);
}

int log_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, close_log);
  return index;
}

// One write a line: others may append to the same file.
void write_line(const SSL* session, const char* line) {
  const auto* const log = static_cast<const int*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(session), log_index()));
  const std::string text = std::string(line) + '\n';
  while (::write(*log, text.data(), text.size()) < 0 && errno == EINTR) {
  }
}

}  // namespace

void log_keys(SSL_CTX& context, const std::string& path) {
  const int log = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (log < 0) throw TlsOptionError{TlsOptionError::Option::key_log, path + ": " + std::strerror(errno)};
  SSL_CTX_set_ex_data(&context, log_index(), new int(log));
  SSL_CTX_set_keylog_callback(&context, write_line);
}

}  // namespace netkit::internal
