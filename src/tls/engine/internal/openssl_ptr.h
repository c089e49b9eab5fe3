// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

namespace netkit::internal {

template <auto free_function>
struct FreeWith {
  void operator()(auto* object) const noexcept { free_function(object); }
};

template <typename T, auto free_function>
using OpenSslPtr = std::unique_ptr<T, FreeWith<free_function>>;

using SslContextPtr = OpenSslPtr<SSL_CTX, SSL_CTX_free>;
using SslPtr = OpenSslPtr<SSL, SSL_free>;
using X509Ptr = OpenSslPtr<X509, X509_free>;
using KeyPtr = OpenSslPtr<EVP_PKEY, EVP_PKEY_free>;
using BioPtr = OpenSslPtr<BIO, BIO_free_all>;
using StoreContextPtr = OpenSslPtr<X509_STORE_CTX, X509_STORE_CTX_free>;

/// Memory that a function of OpenSSL has allocated for its caller.
template <typename T>
using OpenSslMemory = std::unique_ptr<T, decltype([](T* memory) { OPENSSL_free(memory); })>;

/// What was written into a memory BIO.
inline std::string text_in(BIO& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(&bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

}  // namespace netkit::internal
