// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/io/socket_options.h>
#include <netkit/io/stream.h>
#include <netkit/io/timer.h>
#include <netkit/io/unique_fd.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

namespace netkit {

class Loop;

namespace io {
struct SocketCell;
}

/// A connected stream socket: TCP or Unix-domain. Destroying it closes at once; TCP answers input that was
/// not read with RST (RFC 9293 section 3.10.4).
class StreamSocket final : public Stream {
 public:
  /// Takes over a connected stream socket; nothing, and the descriptor closed, if it is no socket.
  static std::unique_ptr<StreamSocket> adopt(Loop& loop, UniqueFd fd, const SocketOptions& options);

  ~StreamSocket() override;

  void start(Listener& listener) override;
  bool write(Bytes bytes) override;
  void end() override;
  void destroy_soon() override;
  void pause() override;
  void resume() override;
  std::size_t unsent() const override;  // after a failed write at most so many
  bool hung_up() const override;
  bool input_waits() const override;

  /// Calls once per idle period in which no byte came or went; only tells. 0 switches it off.
  void set_timeout(std::chrono::milliseconds idle, std::move_only_function<void()> on_timeout);

  /// Our end and the other side's, as they were when the connection was made; none on Unix-domain sockets.
  const std::optional<SocketAddress>& local_address() const { return local_; }
  const std::optional<SocketAddress>& remote_address() const { return remote_; }

  /// "open"; "readOnly" after our end(); "writeOnly" after the other side's end; "closed" after both.
  std::string_view ready_state() const;

  std::uint64_t bytes_read() const { return bytes_read_; }
  std::uint64_t bytes_written() const { return bytes_written_; }  ///< taken by write(), queued ones included
  std::size_t queued() const;                                     ///< taken by write(), not yet by the kernel

 private:
  friend struct io::SocketCell;
  friend class Dial;
  friend class Acceptor;
  StreamSocket(io::SocketCell* cell, const SocketOptions& options);

  void received(Bytes bytes);
  void received_end();
  void read_failed(std::error_code cause);
  void written(std::error_code failure);
  void send_queue();
  void finish(std::error_code cause);
  void close(std::error_code cause);
  void close_if_over();
  void close_when_arrived();
  void touch();
  void check_idle();

  io::SocketCell* cell_;
  Listener* listener_ = nullptr;
  std::size_t high_water_mark_;
  std::optional<SocketAddress> local_, remote_;
  std::uint64_t bytes_read_ = 0, bytes_written_ = 0;
  std::size_t lost_ = 0;  // queued when a write failed
  std::error_code failure_;
  bool paused_ = false, ended_ = false;                                          // the other side
  bool ending_ = false, finished_ = false, soon_ = false, wants_drain_ = false;  // ours
  bool closed_ = false;

  std::optional<Timer> arrival_timer_;
  std::chrono::milliseconds arrival_wait_{0};

  std::optional<Timer> idle_timer_;
  std::chrono::milliseconds idle_{0}, last_activity_{0};
  std::size_t unsent_at_check_ = 0;
  std::move_only_function<void()> on_timeout_;
};

}  // namespace netkit
