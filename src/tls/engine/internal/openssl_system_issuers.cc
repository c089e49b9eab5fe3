// SPDX-License-Identifier: MIT
#include <netkit/tls/engine/internal/openssl_system_issuers.h>

#include <openssl/err.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace netkit::internal {
namespace {

const char* from_environment(const char* variable, const char* otherwise) {
  const char* const value = ::secure_getenv(variable);
  return value != nullptr ? value : otherwise;
}

const char* folder() {
  return from_environment(X509_get_default_cert_dir_env(), X509_get_default_cert_dir());
}

}  // namespace

void SystemIssuers::use_folder(X509_STORE& store) {
  X509_STORE_load_path(&store, folder());
}

bool SystemIssuers::load_bundle(X509_STORE& store) {
  std::call_once(read_, [&] {
    const char* const files[] = {
        from_environment(X509_get_default_cert_file_env(), X509_get_default_cert_file()),
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"};
    for (const char* const file : files) {
      if (::access(file, R_OK) != 0 || X509_STORE_load_file(&store, file) != 1) continue;
      has_bundle_ = true;
      break;
    }
    ERR_clear_error();
    none_ = !has_bundle_ && ::access(folder(), R_OK) != 0;
  });
  return has_bundle_;
}

}  // namespace netkit::internal
