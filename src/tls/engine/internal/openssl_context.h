// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/tls/engine/internal/openssl_ptr.h>
#include <netkit/tls/engine/internal/openssl_system_issuers.h>
#include <netkit/tls/engine/load_tls.h>
#include <netkit/tls/engine/tls_engine.h>
#include <netkit/tls/engine/tls_options.h>

#include <memory>
#include <optional>
#include <string>

namespace netkit::internal {

/// An SSL_CTX with the options applied.
class OpenSslContext final : public TlsContext, public std::enable_shared_from_this<OpenSslContext> {
 public:
  /// Throws TlsOptionError.
  explicit OpenSslContext(const TlsOptions& options);

  std::unique_ptr<TlsEngine> engine() const noexcept override;
  bool waits_for_cookies() const noexcept override { return !cookie_secret_.empty(); }
  std::unique_ptr<TlsEngine> accept(Bytes datagram, std::string_view peer,
                                    TlsEngine::Sink& sink) const noexcept override;
  const CertificateFacts* certificate() const noexcept override { return own_ ? &*own_ : nullptr; }

  SSL_CTX& get() const { return *context_; }
  const TlsOptions& options() const { return options_; }
  /// The server's own protocols as in a ClientHello: each with its length in front of it.
  const std::string& protocols() const { return protocols_; }
  SystemIssuers* system_issuers() const;
  const std::string& cookie_secret() const { return cookie_secret_; }

 private:
  void set_versions();
  void set_modes();
  void set_lists();
  void set_protocols();
  void set_certificate();
  void set_trust();
  void set_key_log();
  void set_cookies();

  TlsOptions options_;
  SslContextPtr context_;
  std::string protocols_;
  std::string cookie_secret_;
  std::optional<CertificateFacts> own_;
  mutable SystemIssuers system_issuers_;
};

}  // namespace netkit::internal
