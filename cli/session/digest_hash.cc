// SPDX-License-Identifier: MIT
#include "cli/session/digest_hash.h"

#include <fmt/core.h>
#include <netkit/tls/engine/load_tls.h>
#include <sys/random.h>

#include <cerrno>
#include <system_error>

namespace netkit::cli {

HashFunction openssl_hash() {
  const auto module = load_tls();
  if (!module) return nullptr;
  return [module = *module](std::string_view algorithm, std::string_view data) {
    return module->hash(algorithm, data);
  };
}

std::string random_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(size))
    throw std::system_error(errno, std::generic_category(), "getrandom");
  return bytes;
}

std::string random_digits(std::size_t bytes) {
  std::string text;
  for (const char byte : random_bytes(bytes)) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

}  // namespace netkit::cli
