// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/socket/socket_file.h>
#include <netkit/socket/socket_options.h>
#include <netkit/stream/connection.h>
#include <netkit/stream/pump_ends.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

namespace NETKIT_PUBLIC netkit {

class Loop;

namespace internal {
struct NETKIT_HIDDEN SocketCell;
}

/// A connected stream socket: TCP or Unix-domain (or an adopted FIFO). Destroying it closes immediately; TCP
/// answers input that was not read with RST (RFC 9293 section 3.10.4).
class StreamSocket final : public Connection, private PumpSource, private PumpSink {
 public:
  /// Returns the memory for the next read: at least one byte.
  using ReadBuffer = std::move_only_function<std::span<std::byte>()>;

  /// Takes over a connected stream socket or a FIFO, which becomes non-blocking. Anything else is
  /// ERR_INVALID_FD_TYPE, and the descriptor is closed.
  static Result<std::unique_ptr<StreamSocket>> adopt(Loop& loop, UniqueFd fd, const SocketOptions& options);

  ~StreamSocket() override;

  void start(Listener& listener) override;
  bool write(Bytes bytes) override;
  void end() override;
  void destroy_soon() override;
  void pause() override;
  void resume() override;
  std::size_t unsent() const override;  // after a failed write an upper bound
  bool hung_up() const override;
  bool input_waits() const override;
  PumpSource* pump_source() override;  // null with SocketOptions::read_buffer or read_into()
  PumpSink* pump_sink() override;

  std::optional<SocketAddress> local_address() const override;  // a system call (getsockname(2))
  const std::optional<SocketAddress>& remote_address() const override { return remote_; }
  std::optional<PeerCredentials> peer_credentials() const override;
  std::uint64_t bytes_read() const override;     // a system call while it is lent
  std::uint64_t bytes_written() const override;  // the same
  std::size_t queued() const override;
  std::chrono::milliseconds last_activity() const override;  // the same
  bool readable() const override { return !ended_; }
  bool writable() const override { return !ending_ && !finished_; }
  void unread(Bytes bytes) override;
  void reset_on_close() override;  // SO_LINGER of 0; TCP only
  /// TCP: its bytes are counted by the kernel meanwhile (TCP_INFO). Unix-domain sockets: not counted.
  int lend() override;
  void take_back() override;
  bool aborted() const override;
  int descriptor() const override;

  /// Reads into the memory that `buffer` returns from now on, instead of the loop's buffer.
  void read_into(ReadBuffer buffer);

  /// Calls `callback` each time the kernel has taken queued bytes, or, with the cause, when writing failed.
  void on_flush(std::move_only_function<void(std::error_code)> callback);

  // TCP only; no effect on Unix-domain sockets.
  void set_no_delay(bool on);                                       ///< TCP_NODELAY
  void set_keep_alive(const std::optional<KeepAlive>& keep_alive);  ///< SO_KEEPALIVE; absent: off
  bool set_type_of_service(int value);                              ///< 0..255
  int type_of_service() const;

  /// Whether an open socket that reads keeps the loop running: with ref(), the default, it does.
  void ref();
  void unref();

 private:
  friend struct internal::SocketCell;
  friend class Dial;
  friend class Acceptor;
  StreamSocket(internal::SocketCell* cell, const SocketOptions& options);
  /// With a remote address that is already known.
  StreamSocket(internal::SocketCell* cell, const SocketOptions& options, std::optional<SocketAddress> remote);

  int source_descriptor() const override;
  void moved_out(std::size_t bytes) override;
  void defer_read_error(std::error_code cause) override { deferred_read_error_ = cause; }
  bool set_low_water_mark(std::size_t bytes) override;
  int sink_descriptor() const override;
  void moved_in(std::size_t bytes) override;
  void defer_write_error(std::error_code cause) override { deferred_write_error_ = cause; }
  void enlarge() override;

  void received(Bytes bytes);
  void received_end();
  void read_failed(std::error_code cause);
  void written(std::error_code failure);
  void keep_for_reading(std::error_code failure);
  void send_queue();
  bool report_flush(std::error_code failure);
  void send_fin();
  void fin_sent(std::error_code failure);
  std::error_code break_cause() const;
  std::error_code named(std::error_code cause) const;
  void reset_when_arrived();
  void finish(std::error_code cause);
  void close(std::error_code cause);
  void close_if_over();
  void close_when_arrived();
  void check_later();
  bool is_tcp() const;
  bool end_has_arrived() const;
  std::size_t unsent_by_borrower() const;
  void touch();
  void start_reading();
  void deliver_unread();

  // The members used for each message stand together: most of a busy server's memory is not in the cache.
  internal::SocketCell* cell_;
  Listener* listener_ = nullptr;
  struct Unread;
  std::unique_ptr<Unread> unread_;  // null unless bytes have been put back
  std::uint64_t bytes_read_ = 0, bytes_written_ = 0;
  std::chrono::milliseconds last_activity_{0};
  bool paused_ = false, ended_ = false;                                          // the other side
  bool ending_ = false, finished_ = false, soon_ = false, wants_drain_ = false;  // ours
  bool closed_ = false;
  bool fin_sent_ = false;  // our FIN is in the kernel's queue, or was acknowledged

  bool reset_at_end_;
  bool send_buffer_chosen_;
  std::size_t high_water_mark_;
  std::optional<SocketAddress> remote_;
  std::size_t lost_ = 0;  // queued when a write failed
  std::error_code failure_;
  std::error_code error_behind_end_;                            // met while connecting
  std::error_code deferred_read_error_, deferred_write_error_;  // from a pump
  /// The kernel's counters when the socket was lent, less what had not been read by then.
  struct Loan {
    std::uint64_t received = 0, sent = 0;
    std::uint64_t not_data = 0;  // in the count of what was acknowledged: a SYN
  };
  std::unique_ptr<Loan> loan_;  // while the socket is lent
  struct Arrival;
  std::unique_ptr<Arrival> arrival_;
  std::unique_ptr<SocketFile> file_;  // of a Unix-domain socket that was bound before it connected
};

// Example:
//
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     const UniqueFd peer(ends[1]);
//     Loop loop;
//     const auto socket = *StreamSocket::adopt(loop, UniqueFd(ends[0]), {});
//     assert(socket->ready_state() == "open" && socket->write(as_bytes("hello")));
//     std::array<char, 8> text{};
//     assert(::read(peer.get(), text.data(), text.size()) == 5);
//     assert(StreamSocket::adopt(loop, UniqueFd(), {}).error().code == NetErrc::invalid_fd_type);

}  // namespace netkit
