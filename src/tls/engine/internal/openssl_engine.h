// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/tls/engine/internal/openssl_context.h>
#include <netkit/tls/engine/internal/openssl_fault.h>
#include <netkit/tls/engine/internal/openssl_verification.h>
#include <netkit/tls/engine/tls_engine.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace netkit::internal {

/// An SSL that reads and writes memory of its callers.
class OpenSslEngine final : public TlsEngine {
 public:
  explicit OpenSslEngine(std::shared_ptr<const OpenSslContext> context);

  State handshake(Bytes& input, Sink& sink) noexcept override;
  std::size_t read(Bytes& input, std::span<std::byte> room, Sink& sink) noexcept override;
  State write(Bytes bytes, Sink& sink) noexcept override;
  void end(Sink& sink) noexcept override;

  std::optional<std::chrono::milliseconds> retransmit_in() const noexcept override;
  State retransmit(Sink& sink) noexcept override;

  /// Of a DTLS server: TlsContext::accept().
  bool accept(Bytes datagram, std::string_view peer, Sink& sink) noexcept;

  State state() const noexcept override { return state_; }
  const TlsFault& fault() const noexcept override { return fault_; }
  TlsFacts facts() const noexcept override;

  /// For SSL_CTX_set_cert_verify_callback(3).
  static int verify(X509_STORE_CTX* context, void* unused) noexcept;
  /// Has the sessions of a DTLS server make and check cookies.
  static void use_cookies(SSL_CTX& context) noexcept;

 private:
  /// What a call lends to the BIO, for as long as it lasts.
  class Lent;

  static BIO_METHOD* bio_method();
  static int bio_read(BIO* bio, char* room, int size) noexcept;
  static int bio_write(BIO* bio, const char* data, int size) noexcept;
  static long bio_control(BIO* bio, int command, long number, void* pointer) noexcept;
  static int certificate_asked_for(SSL* session, void* unused) noexcept;

  static int make_cookie(SSL* session, unsigned char* cookie, unsigned* size) noexcept;
  static int check_cookie(SSL* session, const unsigned char* cookie, unsigned size) noexcept;

  void be_client();
  void be_datagrams();
  void fail(TlsFault fault);
  void fail_with_error();
  void renew_key(std::size_t bytes);

  std::shared_ptr<const OpenSslContext> context_;
  SslPtr session_;
  Bytes* input_ = nullptr;
  Sink* sink_ = nullptr;
  bool peeks_ = false;  // what is read is read again
  std::string peer_;    // of DTLS: what its cookie is for
  State state_ = State::handshaking;
  TlsFault fault_;
  Verification verification_;
  std::vector<CertificateFacts> refused_;  // as it was sent
  bool certificate_wanted_ = false;
  std::size_t handshake_bytes_ = 0;
  std::uint64_t records_ = 0;  // sent with this key
};

}  // namespace netkit::internal
