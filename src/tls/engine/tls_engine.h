// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/export.h>
#include <netkit/tls/engine/tls_facts.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// One side of a TLS connection (RFC 8446, RFC 5246), or of DTLS (RFC 6347), without a socket: bytes go in,
/// bytes come out. It knows no loop and no clock, and calls nothing but its sink. Implemented by the TLS
/// module (load_tls.h): nothing is thrown across its border. One thread at a time.
class TlsEngine {
 public:
  /// Takes what has to be sent to the peer. It must not call the engine.
  class Sink {
   public:
    virtual void send(Bytes bytes) noexcept = 0;

   protected:
    ~Sink() = default;
  };

  /// How far it is.
  enum class State : std::uint8_t {
    handshaking,
    open,    ///< the handshake is done
    ended,   ///< the peer has sent close_notify; writing goes on
    failed,  ///< see fault(); nothing more can be read or written
  };

  virtual ~TlsEngine() = default;

  /// Goes on with the handshake: takes bytes off the front of `input`, all of them unless it is done or has
  /// failed. A client's first call has no input. Failing, it has sent its alert. At most 128 KiB are taken in
  /// all.
  virtual State handshake(Bytes& input, Sink& sink) noexcept = 0;
  /// Decrypts one record at most: takes bytes off the front of `input`, and returns how much of `room` was
  /// filled. 0 while there is input left: call it again, unless the state is not `open`. Of DTLS, `input` is
  /// one datagram, and what is filled is one record.
  virtual std::size_t read(Bytes& input, std::span<std::byte> room, Sink& sink) noexcept = 0;
  /// Encrypts and sends all of `bytes`, in records of up to 16 KiB.
  virtual State write(Bytes bytes, Sink& sink) noexcept = 0;
  /// Sends close_notify (RFC 8446, section 6.1). Reading goes on.
  virtual void end(Sink& sink) noexcept = 0;

  /// DTLS: the time until retransmit() has to be called; absent: the peer owes nothing.
  virtual std::optional<std::chrono::milliseconds> retransmit_in() const noexcept = 0;
  /// DTLS: sends what the peer has not answered again, if it is time (RFC 6347, section 4.2.4).
  virtual State retransmit(Sink& sink) noexcept = 0;

  virtual State state() const noexcept = 0;
  /// Why it has failed.
  virtual const TlsFault& fault() const noexcept = 0;
  /// Known from the end of the handshake on, and the chain as soon as it has come.
  virtual TlsFacts facts() const noexcept = 0;
};

/// Makes engines. Immutable; may be shared by threads.
class TlsContext {
 public:
  virtual ~TlsContext() = default;
  virtual std::unique_ptr<TlsEngine> engine() const noexcept = 0;
  /// Whether engines are to be made by accept().
  virtual bool waits_for_cookies() const noexcept = 0;
  /// DTLS, as a server: the engine for a peer, if its datagram is a ClientHello with a good cookie (RFC 6347,
  /// section 4.2.1); it is to be given the datagram again. A ClientHello without a cookie is answered with
  /// one; null for all but the first. Nothing is kept for a peer. `peer`: its address.
  virtual std::unique_ptr<TlsEngine> accept(Bytes datagram, std::string_view peer,
                                            TlsEngine::Sink& sink) const noexcept = 0;
  /// Our own certificate; null if there is none.
  virtual const CertificateFacts* certificate() const noexcept = 0;
};

// Example:
//
//     struct Sent final : TlsEngine::Sink {
//       void send(Bytes bytes) noexcept override { text += as_text(bytes); }
//       std::string text;
//     } sent;
//     assert(sent.text.empty());

}  // namespace netkit
