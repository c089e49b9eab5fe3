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
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace NETKIT_PUBLIC netkit {

/// Plain text over a peer of a datagram socket that speaks DTLS (RFC 6347). A write() is a record, and a
/// record is a datagram; more than 16384 bytes are cut. on_data() is called for each record that comes.
///
/// After end(), it waits until no record has come for the quiet time; then it sends close_notify, once, and
/// closes. close_notify is the peer's end; a second later the connection closes, even if more is written. If
/// it is lost, there is only silence.
class DatagramTls final : public Connection, private Stream::Listener, private TlsEngine::Sink {
 public:
  /// What one side does.
  struct Options {
    std::optional<std::chrono::milliseconds> quiet;  ///< after end(); absent: no limit
    std::string peer;                                ///< how messages name the peer: "127.0.0.1:443"
  };
  static constexpr std::size_t largest_record = std::size_t{16} << 10;

  /// `engine` has done its handshake over `under`.
  DatagramTls(Loop& loop, std::unique_ptr<Connection> under, std::unique_ptr<TlsEngine> engine,
              Options options);
  /// Sends close_notify, if that was not sent.
  ~DatagramTls() override;

  void start(Stream::Listener& listener) override;
  bool write(Bytes bytes) override;
  void end() override;
  void destroy_soon() override;
  void pause() override;
  void resume() override;
  std::size_t unsent() const override { return under_->unsent(); }

  std::optional<SocketAddress> local_address() const override { return under_->local_address(); }
  const std::optional<SocketAddress>& remote_address() const override { return under_->remote_address(); }
  std::uint64_t bytes_read() const override { return bytes_read_; }  ///< plain text, as is the next
  std::uint64_t bytes_written() const override { return bytes_written_; }
  std::optional<DatagramCounts> datagrams() const override;  ///< records
  std::size_t queued() const override { return under_->queued(); }
  std::chrono::milliseconds last_activity() const override { return last_activity_; }
  bool readable() const override { return !ended_ && !closed_; }
  bool writable() const override { return !ending_ && !closed_; }
  void unread(Bytes bytes) override;
  void reset_on_close() override {}
  const std::optional<Error>& failure() const override { return failure_; }
  int descriptor() const override { return under_->descriptor(); }

 private:
  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_drain() override;
  void on_finish(std::error_code) override {}
  void on_close(std::error_code cause) override;
  void send(Bytes bytes) noexcept override;

  void deliver(Bytes record);
  void advance();
  bool deliver_kept();
  bool deliver_end();
  bool finish();
  void quiet_passed();
  void send_close_notify() noexcept;
  void close(std::error_code cause);

  Loop& loop_;
  std::unique_ptr<TlsEngine> engine_;
  std::unique_ptr<Connection> under_;
  Options options_;
  Stream::Listener* listener_ = nullptr;
  std::deque<std::string> kept_;  // records that have come while paused
  std::optional<Error> failure_;
  std::uint64_t bytes_read_ = 0, bytes_written_ = 0;
  DatagramCounts counts_;
  std::chrono::milliseconds last_activity_, last_received_;
  bool paused_ = false, has_room_ = true;
  bool ending_ = false, finished_ = false, soon_ = false;  // ours
  bool end_is_due_ = false, ended_ = false;                // the peer's
  bool close_notify_sent_ = false, closed_ = false;
  Deferred later_;
  Timer quiet_timer_;
  Alive alive_;
};

// Example:
//
//     // A TlsHandshake over a DatagramConnection makes the connection.
//     const auto begin = [](std::unique_ptr<Connection> secured, Stream::Listener& reader) {
//       secured->start(reader);
//       secured->write(as_bytes("one record"));
//     };
//     (void)begin;

}  // namespace netkit
