// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/stream/connection.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace NETKIT_PUBLIC netkit {

/// A connection behind a handshake that has read and written on it: the same, but those bytes do not count,
/// and a pause of the handshake's ends with the start.
class ContinuedConnection : public Connection {
 public:
  /// Bytes of a handshake: those it has taken, and all that were written so far.
  struct Before {
    std::uint64_t read = 0, written = 0;
  };

  ContinuedConnection(std::unique_ptr<Connection> connection, const Before& before)
      : under_(std::move(connection)), before_(before) {}

  void start(Listener& listener) override {
    under_->start(listener);
    started_ = true;
    if (!paused_) under_->resume();
  }
  bool write(Bytes bytes) override { return under_->write(bytes); }
  void end() override { under_->end(); }
  void destroy_soon() override { under_->destroy_soon(); }
  void pause() override {
    paused_ = true;
    under_->pause();
  }
  void resume() override {
    paused_ = false;
    if (started_) under_->resume();
  }
  std::size_t unsent() const override { return under_->unsent(); }
  bool hung_up() const override { return under_->hung_up(); }
  bool input_waits() const override { return under_->input_waits(); }
  PumpSource* pump_source() override { return under_->pump_source(); }
  PumpSink* pump_sink() override { return under_->pump_sink(); }

  std::optional<SocketAddress> local_address() const override { return under_->local_address(); }
  const std::optional<SocketAddress>& remote_address() const override { return under_->remote_address(); }
  std::optional<PeerCredentials> peer_credentials() const override { return under_->peer_credentials(); }
  std::uint64_t bytes_read() const override { return under_->bytes_read() - before_.read; }
  std::uint64_t bytes_written() const override { return under_->bytes_written() - before_.written; }
  std::size_t queued() const override { return under_->queued(); }
  std::chrono::milliseconds last_activity() const override { return under_->last_activity(); }
  bool readable() const override { return under_->readable(); }
  bool writable() const override { return under_->writable(); }
  void unread(Bytes bytes) override { under_->unread(bytes); }
  void reset_on_close() override { under_->reset_on_close(); }
  bool aborted() const override { return under_->aborted(); }
  const std::optional<Error>& failure() const override { return under_->failure(); }
  int descriptor() const override { return under_->descriptor(); }

 private:
  std::unique_ptr<Connection> under_;  // paused until this is started
  bool started_ = false, paused_ = false;
  Before before_;
};

// Example:
//
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     const UniqueFd peer(ends[1]);
//     Loop loop;
//     auto connection = *StreamSocket::adopt(loop, UniqueFd(ends[0]), {});
//     connection->write(as_bytes("hello\n"));
//     const ContinuedConnection behind(std::move(connection), {.written = 6});
//     assert(behind.bytes_written() == 0);

}  // namespace netkit
