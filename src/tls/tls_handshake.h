// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/timer.h>
#include <netkit/stream/handshake.h>
#include <netkit/tls/engine/tls_engine.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace NETKIT_PUBLIC netkit {

/// Secures a connection with TLS, as the client or the server that the context is for, and gives a
/// TlsConnection; or with DTLS, if the connection is one of datagrams, and gives a DatagramTls. A failure is
/// first told to the peer by an alert. Errors: those of tls_error(), with the syscall "tls"; ETIMEDOUT if the
/// handshake takes too long; ECONNRESET if the peer ends before it is done.
class TlsHandshake final : public Handshake, private Stream::Listener, private TlsEngine::Sink {
 public:
  /// What one side does.
  struct Options {
    std::chrono::milliseconds timeout = std::chrono::seconds(10);  ///< 0: none
    bool allow_truncation = false;                                 ///< TlsConnection::Options
    std::string peer;                                     ///< how messages name the peer: "127.0.0.1:443"
    std::optional<std::chrono::milliseconds> quiet = {};  ///< DatagramTls::Options
  };
  using OnFacts = std::function<void(const TlsFacts& facts)>;

  /// `on_facts` is called just before `done`, with what was agreed on, or known when it failed.
  TlsHandshake(Loop& loop, std::shared_ptr<const TlsContext> context, Options options, OnFacts on_facts);

  void start(std::unique_ptr<Connection> connection, Done done) override;

 private:
  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_drain() override {}
  void on_finish(std::error_code) override {}
  void on_close(std::error_code cause) override;
  void send(Bytes bytes) noexcept override;

  void take_step(Bytes input);
  void retransmit();
  bool has_engine_for(Bytes datagram);
  std::unique_ptr<Connection> secured();
  void complete(Bytes rest);
  void on_timeout();
  void fail(Error error);
  void report_failure();

  Loop& loop_;
  std::shared_ptr<const TlsContext> context_;
  Options options_;
  OnFacts on_facts_;
  std::unique_ptr<TlsEngine> engine_;
  std::unique_ptr<Connection> connection_;
  Done done_;
  std::optional<Error> failure_;  // and the alert is on its way
  Timer too_late_;
  Timer again_;  // of DTLS
};

// Example:
//
//     const auto module = load_tls();
//     if (!module) return;  // its error says why
//     TlsOptions options;
//     options.server_name = "example.com";
//     options.names = {"example.com"};
//     const auto context = (*module)->context(options);
//     assert(context);
//     Loop loop;
//     TlsHandshake handshake(loop, *context, {.peer = "192.0.2.1:443"},
//                            [](const TlsFacts& facts) { assert(!facts.protocol.empty()); });

}  // namespace netkit
