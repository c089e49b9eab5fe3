// SPDX-License-Identifier: MIT
// What the module shows: one function, whose name has the version in it.
#include <netkit/tls/engine/internal/openssl_context.h>
#include <netkit/tls/engine/load_tls.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

/// Of a leak sanitizer, where there is one.
extern "C" __attribute__((weak)) void __lsan_register_root_region(const void* begin, std::size_t size);

namespace netkit::internal {
namespace {

/// Memory for private keys: no core dump has it in it, and it is overwritten before it is used again.
void reserve_secure_memory() {
  constexpr std::size_t size = std::size_t{1} << 16, smallest_part = 16;
  CRYPTO_secure_malloc_init(size, smallest_part);
  if (__lsan_register_root_region == nullptr) return;
  void* const all = OPENSSL_secure_malloc(size);
  __lsan_register_root_region(all, size);
  OPENSSL_secure_free(all);
}

class OpenSslModule final : public TlsModule {
 public:
  // Worker threads may be in OpenSSL while the program exits, so nothing is cleaned up then.
  OpenSslModule() noexcept {
    reserve_secure_memory();
    OPENSSL_init_ssl(OPENSSL_INIT_NO_ATEXIT, nullptr);
  }

  Made context(const TlsOptions& options) const noexcept override {
    try {
      return std::make_shared<const OpenSslContext>(options);
    } catch (const TlsOptionError& error) {
      return std::unexpected(error);
    }
  }

  std::string hash(std::string_view algorithm, std::string_view data) const noexcept override {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    std::size_t size = 0;
    const std::string name(algorithm);
    if (EVP_Q_digest(nullptr, name.c_str(), nullptr, data.data(), data.size(), bytes.data(), &size) != 1)
      return {};
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : std::span(bytes).first(size)) {
      text += digits[byte >> 4];
      text += digits[byte & 0xf];
    }
    return text;
  }

  std::string version() const noexcept override { return OpenSSL_version(OPENSSL_VERSION); }
};

}  // namespace
}  // namespace netkit::internal

extern "C" __attribute__((visibility("default"))) const netkit::TlsModule* NETKIT_TLS_ENTRY() {
  static const netkit::internal::OpenSslModule module;
  return &module;
}
