// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/proxy/machine/authorization.h>

#include <cstddef>
#include <string>

namespace netkit::cli {

/// The hashes of OpenSSL; null where it cannot be loaded.
HashFunction openssl_hash();

/// Random bytes for a secret (getrandom(2)). Throws std::system_error if the system has none.
std::string random_bytes(std::size_t size);
/// As hexadecimal digits.
std::string random_digits(std::size_t bytes);

}  // namespace netkit::cli
