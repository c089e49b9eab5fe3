// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/proxy/read_proxy_header.h>
#include <netkit/stream/connection.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace NETKIT_PUBLIC netkit {

/// A connection that a proxy has passed on: the same, but between the ends that its PROXY header names. The
/// bytes of the header do not count.
class ProxiedConnection final : public Connection {
 public:
  ProxiedConnection(std::unique_ptr<Connection> connection, const ReadProxyHeader& header)
      : under_(std::move(connection)), header_size_(header.size), remote_(under_->remote_address()) {
    if (!header.ends) return;
    remote_ = header.ends->source;
    local_ = header.ends->destination;
  }

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

  std::optional<SocketAddress> local_address() const override {
    return local_ ? local_ : under_->local_address();
  }
  const std::optional<SocketAddress>& remote_address() const override { return remote_; }
  std::optional<PeerCredentials> peer_credentials() const override { return under_->peer_credentials(); }
  std::uint64_t bytes_read() const override { return under_->bytes_read() - header_size_; }
  std::uint64_t bytes_written() const override { return under_->bytes_written(); }
  std::size_t queued() const override { return under_->queued(); }
  std::chrono::milliseconds last_activity() const override { return under_->last_activity(); }
  bool readable() const override { return under_->readable(); }
  bool writable() const override { return under_->writable(); }
  void unread(Bytes bytes) override { under_->unread(bytes); }
  void reset_on_close() override { under_->reset_on_close(); }
  bool aborted() const override { return under_->aborted(); }
  int descriptor() const override { return under_->descriptor(); }

  /// Kept as long as the connection exists.
  void keep(std::shared_ptr<void> token) { token_ = std::move(token); }

 private:
  std::unique_ptr<Connection> under_;  // paused until this is started
  bool started_ = false, paused_ = false;
  std::size_t header_size_;
  std::optional<SocketAddress> remote_, local_;
  std::shared_ptr<void> token_;
};

// Example:
//
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     const UniqueFd peer(ends[1]);
//     Loop loop;
//     const auto client = SocketAddress::parse("192.0.2.1:5000");
//     const auto proxy = SocketAddress::parse("192.0.2.2:80");
//     auto accepted = *StreamSocket::adopt(loop, UniqueFd(ends[0]), {});
//     const ProxiedConnection connection(std::move(accepted), {0, ProxiedEnds{*client, *proxy}});
//     assert(connection.remote_address()->port == 5000);

}  // namespace netkit
