// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ipc_path.h>
#include <netkit/base/alive.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/loop/deferred.h>
#include <netkit/loop/timer.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/socket/datagram_options.h>
#include <netkit/socket/dial.h>
#include <netkit/stream/connection.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace NETKIT_PUBLIC netkit {

class Loop;
namespace internal {
class NETKIT_HIDDEN DatagramPeers;
class NETKIT_HIDDEN DatagramRoute;
}  // namespace internal

/// One peer that datagrams are exchanged with. A write() is one datagram, at most 65507 bytes over IPv4
/// (RFC 768), 65527 over IPv6; on_data() is called for each that comes, an empty one too. A paused connection
/// keeps what comes up to the high-water mark and drops what comes then.
///
/// A peer cannot end. end() sends nothing; once no datagram has come for DatagramOptions::quiet after it, the
/// peer counts as ended, and the connection closes.
class DatagramConnection final : public Connection {
 public:
  /// Sends nothing. Of several addresses it begins with the first, and goes on to the next when one refuses
  /// (ICMP) and nothing has been received: what was sent in the first second, up to 64 KiB, is sent again
  /// there. failure() says when none is left. `to` is not empty; `from.socket` has no effect.
  static Result<std::unique_ptr<DatagramConnection>> connect(Loop& loop, std::vector<SocketAddress> to,
                                                             const LocalEnd& from,
                                                             const DatagramOptions& options);
  /// Unix-domain datagrams. `from` names our end, and its file is removed with the connection; without it,
  /// the end has an abstract name that the system chooses, so that the peer can answer.
  static Result<std::unique_ptr<DatagramConnection>> connect(Loop& loop, const IpcPath& to,
                                                             const std::optional<IpcPath>& from,
                                                             const DatagramOptions& options);
  /// Takes over a connected datagram socket, or one of SOCK_SEQPACKET, whose peer can end (unix(7)); it
  /// becomes non-blocking. Anything else is ERR_INVALID_FD_TYPE, or ENOTCONN, and the descriptor is closed.
  static Result<std::unique_ptr<DatagramConnection>> adopt(Loop& loop, UniqueFd fd,
                                                           const DatagramOptions& options);
  ~DatagramConnection() override;

  void start(Listener& listener) override;
  bool write(Bytes bytes) override;
  void end() override;
  void destroy_soon() override;
  void pause() override;
  void resume() override;
  std::size_t unsent() const override { return queued_bytes_; }

  std::optional<SocketAddress> local_address() const override;
  const std::optional<SocketAddress>& remote_address() const override;
  std::optional<std::string> peer_name() const override;
  std::uint64_t bytes_read() const override { return bytes_read_; }
  std::uint64_t bytes_written() const override { return bytes_written_; }
  std::optional<DatagramCounts> datagrams() const override;
  std::size_t queued() const override { return queued_bytes_; }
  std::chrono::milliseconds last_activity() const override { return last_activity_; }
  bool readable() const override { return !ended_; }
  bool writable() const override { return !ending_ && !failure_; }
  void unread(Bytes bytes) override;
  void reset_on_close() override {}  // there is nothing to reset
  int descriptor() const override;
  /// Why it has failed: "connect ECONNREFUSED 127.0.0.1:9", "send EMSGSIZE", "read ECONNREFUSED".
  const std::optional<Error>& failure() const override { return failure_; }

 private:
  friend class internal::DatagramPeers;
  enum class Keeps : std::uint8_t { all, up_to_high_water_mark };
  DatagramConnection(Loop& loop, std::unique_ptr<internal::DatagramRoute> route,
                     const DatagramOptions& options, Keeps keeps);

  using Datagrams = std::vector<std::vector<std::byte>>;

  /// Receives the calls of the route.
  class Receiver;
  void received(Bytes bytes);
  void on_writable();
  void on_failed(Error error);
  void on_peer_end();

  void keep(Bytes bytes);
  void queue(Bytes bytes);
  void fail_soon(std::error_code cause);
  void advance();
  bool deliver_kept();
  bool deliver_end();
  void send_queue();
  bool finish();
  void quiet_passed();
  void close_soon();
  void close(std::error_code cause);
  void touch();

  Loop& loop_;
  std::unique_ptr<Receiver> receiver_;
  std::unique_ptr<internal::DatagramRoute> route_;
  std::optional<std::chrono::milliseconds> quiet_;
  std::size_t high_water_mark_;
  std::size_t kept_limit_;
  Listener* listener_ = nullptr;
  Datagrams kept_, queue_;  // that have come while paused; that the kernel has not taken yet
  std::size_t kept_bytes_ = 0, queued_bytes_ = 0;
  std::uint64_t bytes_read_ = 0, bytes_written_ = 0;
  DatagramCounts counts_;
  std::chrono::milliseconds last_activity_, last_received_;
  std::optional<Error> failure_;
  bool paused_ = false, wants_drain_ = false;
  bool ending_ = false, finished_ = false, soon_ = false;  // ours
  bool end_is_due_ = false, ended_ = false;                // the peer's
  bool closed_ = false;
  Deferred later_;
  Timer quiet_timer_;
  std::shared_ptr<void> token_;  // of a server
  Alive alive_;
};

// Example:
//
//     Loop loop;
//     const SocketAddress nobody{*IpAddress::parse("127.0.0.1"), 9};
//     const auto connection = *DatagramConnection::connect(loop, {nobody}, {}, {});
//     assert(connection->remote_address() == nobody && connection->write(as_bytes("hello")));
//     assert(connection->datagrams()->sent == 1);

}  // namespace netkit
