// SPDX-License-Identifier: MIT
#include <netkit/tls/engine/internal/openssl_context.h>

#include <netkit/tls/engine/internal/openssl_certificate.h>
#include <netkit/tls/engine/internal/openssl_engine.h>
#include <netkit/tls/engine/internal/openssl_ephemeral.h>
#include <netkit/tls/engine/internal/openssl_files.h>
#include <netkit/tls/engine/internal/openssl_key_log.h>
#include <openssl/err.h>
#include <openssl/rand.h>

#include <array>
#include <new>
#include <utility>

namespace netkit::internal {
namespace {

using Role = TlsOptions::Role;
using Option = TlsOptionError::Option;

constexpr std::array versions{TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION, TLS1_3_VERSION};

int number_of(TlsVersion version, bool datagrams) {
  if (datagrams) return version < TlsVersion::v1_2 ? DTLS1_VERSION : DTLS1_2_VERSION;
  return versions.at(static_cast<std::size_t>(version));
}

const SSL_METHOD* method_of(const TlsOptions& options) {
  if (options.role == Role::client) return options.datagrams ? DTLS_client_method() : TLS_client_method();
  return options.datagrams ? DTLS_server_method() : TLS_server_method();
}

[[noreturn]] void refuse_list(Option option, const std::string& list) {
  ERR_clear_error();
  throw TlsOptionError{option, "'" + list + "' has nothing that OpenSSL knows"};
}

/// Picks the first of the server's protocols that the client offers.
int select_protocol(SSL* /*session*/, const unsigned char** selected, unsigned char* length,
                    const unsigned char* offered, unsigned offered_length, void* context) {
  const std::string& own = static_cast<const OpenSslContext*>(context)->protocols();
  unsigned char* found = nullptr;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(own.data());
  const int result = SSL_select_next_proto(&found, length, bytes, static_cast<unsigned>(own.size()), offered,
                                           offered_length);
  *selected = found;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

OpenSslContext::OpenSslContext(const TlsOptions& options)
    : options_(options), context_(SSL_CTX_new(method_of(options))) {
  if (!context_) throw std::bad_alloc();
  set_modes();
  set_versions();
  set_lists();
  set_protocols();
  set_certificate();
  set_trust();
  set_key_log();
  if (options.datagrams && options.role == Role::server) set_cookies();
}

std::unique_ptr<TlsEngine> OpenSslContext::engine() const noexcept {
  return std::make_unique<OpenSslEngine>(shared_from_this());
}

std::unique_ptr<TlsEngine> OpenSslContext::accept(Bytes datagram, std::string_view peer,
                                                  TlsEngine::Sink& sink) const noexcept {
  auto engine = std::make_unique<OpenSslEngine>(shared_from_this());
  if (!engine->accept(datagram, peer, sink)) return nullptr;
  return engine;
}

SystemIssuers* OpenSslContext::system_issuers() const {
  return options_.role == Role::client && options_.issuers.empty() ? &system_issuers_ : nullptr;
}

// A session cannot be resumed, so no ticket waits unread where the client only sends: it would turn the
// client's close into a reset.
void OpenSslContext::set_modes() {
  SSL_CTX& context = *context_;
  SSL_CTX_set_mode(&context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_options(&context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(&context, 0);
  SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
}

void OpenSslContext::set_versions() {
  SSL_CTX& context = *context_;
  if (options_.oldest > options_.newest)
    throw TlsOptionError{Option::versions, "the oldest version is newer than the newest"};
  SSL_CTX_set_min_proto_version(&context, number_of(options_.oldest, options_.datagrams));
  SSL_CTX_set_max_proto_version(&context, number_of(options_.newest, options_.datagrams));
  if (options_.oldest >= TlsVersion::v1_2) return;
  SSL_CTX_set_security_level(&context, 0);
  SSL_CTX_set_options(&context, SSL_OP_LEGACY_SERVER_CONNECT);
}

// With suites that have no certificate OpenSSL would verify nothing.
void OpenSslContext::set_lists() {
  SSL_CTX& context = *context_;
  const auto& [ciphers, suites, groups] = std::tie(options_.ciphers, options_.suites, options_.groups);
  if (!ciphers.empty() && SSL_CTX_set_cipher_list(&context, (ciphers + ":!aNULL:!eNULL").c_str()) != 1)
    refuse_list(Option::ciphers, ciphers);
  if (!suites.empty() && SSL_CTX_set_ciphersuites(&context, suites.c_str()) != 1)
    refuse_list(Option::suites, suites);
  if (!groups.empty() && SSL_CTX_set1_groups_list(&context, groups.c_str()) != 1)
    refuse_list(Option::groups, groups);
}

void OpenSslContext::set_protocols() {
  if (options_.protocols.empty()) return;
  for (const std::string& protocol : options_.protocols)
    protocols_.append(1, static_cast<char>(protocol.size())).append(protocol);
  if (options_.role == Role::server) {
    SSL_CTX_set_alpn_select_cb(context_.get(), select_protocol, this);
  } else {
    SSL_CTX_set_alpn_protos(context_.get(), reinterpret_cast<const unsigned char*>(protocols_.data()),
                            static_cast<unsigned>(protocols_.size()));
  }
}

void OpenSslContext::set_certificate() {
  if (!options_.certificate.empty()) {
    load_certificate(*context_, options_);
  } else if (options_.role == Role::server) {
    use_ephemeral_certificate(*context_, options_.own_names);
  }
  if (X509* const own = SSL_CTX_get0_certificate(context_.get())) own_ = certificate_facts(*own);
}

void OpenSslContext::set_trust() {
  SSL_CTX& context = *context_;
  X509_STORE& store = *SSL_CTX_get_cert_store(&context);
  load_issuers(store, options_.issuers);
  load_revoked(store, options_.revoked);
  if (system_issuers() != nullptr) SystemIssuers::use_folder(store);
  const bool asks = options_.role == Role::client || !options_.issuers.empty();
  if (!asks) return;
  if (options_.role == Role::server) offer_issuers(context, options_.issuers);
  X509_VERIFY_PARAM* const checks = SSL_CTX_get0_param(&context);
  X509_VERIFY_PARAM_set_flags(checks, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST);
  if (!options_.revoked.empty()) X509_VERIFY_PARAM_set_flags(checks, X509_V_FLAG_CRL_CHECK);
  SSL_CTX_set_verify(&context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_cert_verify_callback(&context, OpenSslEngine::verify, nullptr);
}

void OpenSslContext::set_cookies() {
  constexpr std::size_t size = 32;
  std::array<unsigned char, size> secret{};
  if (RAND_bytes(secret.data(), static_cast<int>(secret.size())) != 1)
    throw TlsOptionError{Option::other, "OpenSSL has no random bytes"};
  cookie_secret_.assign(secret.begin(), secret.end());
  OpenSslEngine::use_cookies(*context_);
}

void OpenSslContext::set_key_log() {
  if (!options_.key_log.empty()) log_keys(*context_, options_.key_log);
}

}  // namespace netkit::internal
