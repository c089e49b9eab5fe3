// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/alive.h>
#include <netkit/base/export.h>
#include <netkit/loop/deferred.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/timer.h>
#include <netkit/stream/connection.h>
#include <netkit/tls/engine/tls_engine.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace NETKIT_PUBLIC netkit {

/// Plain text over a connection that carries TLS. Its end is close_notify, and FIN follows when the peer's
/// end has come, too. A peer that ends without close_notify closes it with NetErrc::truncated.
class TlsConnection final : public Connection, private Stream::Listener, private TlsEngine::Sink {
 public:
  /// What one side does.
  struct Options {
    bool allow_truncation = false;  ///< FIN without close_notify counts as the peer's end
    std::string peer;               ///< how messages name the peer: "127.0.0.1:443"
  };

  /// `engine` has done its handshake over `under`.
  TlsConnection(Loop& loop, std::unique_ptr<Connection> under, std::unique_ptr<TlsEngine> engine,
                Options options);

  void start(Stream::Listener& listener) override;
  bool write(Bytes bytes) override;
  void end() override;
  void destroy_soon() override;
  void pause() override;
  void resume() override;
  std::size_t unsent() const override { return under_->unsent(); }
  bool hung_up() const override { return under_->hung_up(); }
  bool input_waits() const override { return rest_ || unread_ || under_->input_waits(); }

  std::optional<SocketAddress> local_address() const override { return under_->local_address(); }
  const std::optional<SocketAddress>& remote_address() const override { return under_->remote_address(); }
  std::optional<PeerCredentials> peer_credentials() const override { return under_->peer_credentials(); }
  std::uint64_t bytes_read() const override { return bytes_read_; }  ///< plain text, as is the next
  std::uint64_t bytes_written() const override { return bytes_written_; }
  std::size_t queued() const override { return under_->queued(); }
  std::chrono::milliseconds last_activity() const override { return last_activity_; }
  bool readable() const override { return !ended_ && !closed_; }
  bool writable() const override { return !ending_ && !finished_; }
  void unread(Bytes bytes) override;
  void reset_on_close() override { under_->reset_on_close(); }
  bool aborted() const override { return under_->aborted(); }
  const std::optional<Error>& failure() const override { return failure_; }
  int descriptor() const override { return under_->descriptor(); }

  TlsFacts facts() const { return engine_->facts(); }

 private:
  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_drain() override;
  void on_finish(std::error_code cause) override;
  void on_close(std::error_code cause) override;
  void send(Bytes bytes) noexcept override;

  /// Runs go_on() from the loop.
  void schedule();
  void go_on();
  /// Delivers what `input` contains, unless paused; keeps the rest. Returns false if this was destroyed.
  bool deliver(Bytes input);
  bool deliver_unread();
  bool report_state();
  void send_close_notify();
  void check_flushed();
  void finish(std::error_code cause);
  void close(std::error_code cause);

  Loop& loop_;
  std::unique_ptr<TlsEngine> engine_;
  std::unique_ptr<Connection> under_;
  Options options_;
  Stream::Listener* listener_ = nullptr;
  Alive alive_;
  std::unique_ptr<Deferred> later_;  // made when first needed, as is the next
  std::unique_ptr<Timer> flush_timer_;
  std::optional<std::string> rest_;    // encrypted, of one read
  std::optional<std::string> unread_;  // plain
  std::optional<Error> failure_;
  std::uint64_t bytes_read_ = 0, bytes_written_ = 0;
  std::chrono::milliseconds last_activity_;
  bool has_room_ = true;  // said under_->write() last
  bool paused_ = false;
  bool ended_ = false;   // the peer's end was reported
  bool ending_ = false;  // close_notify was sent
  bool finished_ = false, closed_ = false;
};

// Example:
//
//     struct Reader final : Stream::Listener {
//       void on_data(Bytes bytes) override { text += as_text(bytes); }
//       void on_end() override {}
//       void on_drain() override {}
//       void on_finish(std::error_code) override {}
//       void on_close(std::error_code) override {}
//       std::string text;  // plain
//     };
//     // A TlsHandshake makes the connection.
//     const auto begin = [](std::unique_ptr<Connection> secured, Reader& reader) {
//       secured->start(reader);
//       secured->write(as_bytes("hello"));
//       secured->end();  // sends close_notify; reading goes on
//     };
//     (void)begin;

}  // namespace netkit
