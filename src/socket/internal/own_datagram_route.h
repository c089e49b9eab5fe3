// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/result.h>
#include <netkit/socket/datagram_options.h>
#include <netkit/socket/dial.h>
#include <netkit/socket/internal/datagram_io.h>
#include <netkit/socket/internal/datagram_route.h>
#include <netkit/socket/socket_file.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace netkit::internal {

/// A socket of one connection. Of several addresses the next one is tried when one refuses and nothing has
/// been received: what was sent at first is sent again there.
class OwnDatagramRoute final : public DatagramRoute, private DatagramIo::Events {
 public:
  /// `to` is not empty. Begins with the first address that a socket can be had for; else the error of the
  /// last.
  static Result<std::unique_ptr<OwnDatagramRoute>> open(Loop& loop, std::vector<SocketAddress> to,
                                                        const LocalEnd& from, const DatagramOptions& options);
  /// A socket that is connected already. `file` goes with it.
  static Result<std::unique_ptr<OwnDatagramRoute>> adopt(Loop& loop, UniqueFd fd, SocketFile file);

  void set_receiver(Receiver& receiver) override { receiver_ = &receiver; }
  void start_receiving() override;
  void stop_receiving() override;
  DatagramIo::Sent send(std::span<const Bytes> datagrams) override;
  void wait_to_send() override { io_->wait_to_send(); }
  Check check() override;
  Error describe(std::error_code cause) const override;
  std::optional<SocketAddress> local_address() const override;
  const std::optional<SocketAddress>& remote_address() const override { return remote_; }
  int descriptor() const override { return io_->fd(); }
  std::uint64_t dropped() const override { return dropped_before_ + io_->dropped(); }

 private:
  explicit OwnDatagramRoute(Loop& loop);
  std::optional<Error> open_next();
  std::optional<Error> open(const SocketAddress& to);
  void remember(std::span<const Bytes> datagrams);
  bool move_on(std::error_code cause);
  void send_again();
  void on_datagram(const SystemAddress& from, Bytes bytes) override;
  void on_error(std::error_code cause, const SystemAddress* to) override;
  void on_writable() override { receiver_->on_writable(); }
  bool is_refused(std::error_code cause) const;
  bool is_end(Bytes bytes) const;
  bool may_move_on() const { return !received_ && next_ < candidates_.size(); }

  Loop& loop_;
  std::vector<SocketAddress> candidates_;
  std::size_t next_ = 0;  // of the candidates
  LocalEnd from_;
  DatagramOptions options_;
  std::vector<Error> errors_;  // of the candidates before
  std::unique_ptr<DatagramIo> io_;
  std::optional<SocketAddress> remote_;
  std::optional<SystemAddress> destination_;  // where the socket is not connected, as to a group
  SocketFile file_;
  Receiver* receiver_ = nullptr;
  bool receiving_ = false, received_ = false;
  bool peer_ends_ = false;  // SOCK_SEQPACKET
  std::uint64_t dropped_before_ = 0;
  std::chrono::milliseconds since_{};
  std::vector<std::vector<std::byte>> remembered_;  // while an address may refuse and another is left
  std::size_t remembered_bytes_ = 0;
};

}  // namespace netkit::internal
