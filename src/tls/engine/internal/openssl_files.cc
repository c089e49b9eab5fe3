// SPDX-License-Identifier: MIT
#include <netkit/tls/engine/internal/openssl_files.h>

#include <netkit/tls/engine/internal/openssl_ptr.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

namespace netkit::internal {
namespace {

using Option = TlsOptionError::Option;

constexpr std::string_view is_no_pem = ": is no PEM (openssl pkcs12 -in c.p12 -nodes -out c.pem)";

[[noreturn]] void refuse(Option option, const std::string& path, std::string_view why) {
  ERR_clear_error();
  throw TlsOptionError{option, std::string(path).append(why)};
}

bool is_folder(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

BioPtr open_file(Option option, const std::string& path) {
  errno = 0;
  BioPtr file(BIO_new_file(path.c_str(), "re"));
  if (!file) refuse(option, path, std::string(": ") + std::strerror(errno));
  if (is_folder(path)) refuse(option, path, std::string(": ") + std::strerror(EISDIR));
  return file;
}

/// What was asked of the passphrase callback.
struct Passphrase {
  const std::optional<std::string>& text;
  bool was_asked = false;
};

int give_passphrase(char* buffer, int room, int /*encrypting*/, void* passphrase) {
  auto& [text, was_asked] = *static_cast<Passphrase*>(passphrase);
  was_asked = true;
  if (!text || text->size() > static_cast<std::size_t>(room)) return -1;
  std::ranges::copy(*text, buffer);
  return static_cast<int>(text->size());
}

void load_chain(SSL_CTX& context, const std::string& path) {
  const BioPtr file = open_file(Option::certificate, path);
  const X509Ptr leaf(PEM_read_bio_X509_AUX(file.get(), nullptr, nullptr, nullptr));
  if (!leaf) refuse(Option::certificate, path, is_no_pem);
  if (SSL_CTX_use_certificate(&context, leaf.get()) != 1)
    refuse(Option::certificate, path, std::string(": ") + ERR_reason_error_string(ERR_peek_error()));
  while (X509Ptr issuer{PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr)}) {
    if (SSL_CTX_add0_chain_cert(&context, issuer.get()) == 1) std::ignore = issuer.release();
  }
  ERR_clear_error();
}

KeyPtr read_key(const std::string& path, const TlsOptions& options) {
  const BioPtr file = open_file(Option::key, path);
  Passphrase passphrase{options.passphrase};
  KeyPtr key(PEM_read_bio_PrivateKey(file.get(), nullptr, give_passphrase, &passphrase));
  if (key) return key;
  if (passphrase.was_asked && !options.passphrase)
    refuse(Option::key, path, ": is encrypted (--key-pass-file)");
  if (passphrase.was_asked) refuse(Option::passphrase, path, ": the passphrase does not open this key");
  refuse(Option::key, path, options.key.empty() ? ": has no private key (--key)" : is_no_pem);
}

void check_issuers(const std::string& path) {
  if (is_folder(path)) return;
  const BioPtr file = open_file(Option::issuers, path);
  const X509Ptr first(PEM_read_bio_X509_AUX(file.get(), nullptr, nullptr, nullptr));
  if (!first) refuse(Option::issuers, path, is_no_pem);
}

}  // namespace

void load_certificate(SSL_CTX& context, const TlsOptions& options) {
  load_chain(context, options.certificate);
  const std::string& path = options.key.empty() ? options.certificate : options.key;
  const KeyPtr key = read_key(path, options);
  if (SSL_CTX_use_PrivateKey(&context, key.get()) != 1 || SSL_CTX_check_private_key(&context) != 1)
    refuse(Option::key, path, ": does not belong to the certificate");
}

void load_issuers(X509_STORE& store, const std::vector<std::string>& places) {
  for (const std::string& path : places) {
    check_issuers(path);
    const int loaded = is_folder(path) ? X509_STORE_load_path(&store, path.c_str())
                                       : X509_STORE_load_file(&store, path.c_str());
    if (loaded != 1) refuse(Option::issuers, path, is_no_pem);
  }
}

void offer_issuers(SSL_CTX& context, const std::vector<std::string>& places) {
  STACK_OF(X509_NAME)* const names = sk_X509_NAME_new_null();
  SSL_CTX_set_client_CA_list(&context, names);
  for (const std::string& path : places) {
    is_folder(path) ? SSL_add_dir_cert_subjects_to_stack(names, path.c_str())
                    : SSL_add_file_cert_subjects_to_stack(names, path.c_str());
  }
  ERR_clear_error();
}

void load_revoked(X509_STORE& store, const std::vector<std::string>& files) {
  for (const std::string& path : files) {
    const BioPtr file = open_file(Option::revoked, path);
    std::size_t lists = 0;
    while (const OpenSslPtr<X509_CRL, X509_CRL_free> list{
        PEM_read_bio_X509_CRL(file.get(), nullptr, nullptr, nullptr)}) {
      X509_STORE_add_crl(&store, list.get());
      ++lists;
    }
    ERR_clear_error();
    if (lists == 0) refuse(Option::revoked, path, ": has no revocation list in PEM");
  }
}

}  // namespace netkit::internal
