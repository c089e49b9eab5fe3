// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/internal/cell.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/socket/stream_socket.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <system_error>
#include <vector>

namespace netkit::internal {

/// What a socket needs to connect, to queue bytes, and to end.
struct Outgoing {
  union {  // used one at a time, in this order
    uv_connect_t connect;
    uv_write_t write;
    uv_shutdown_t shutdown;
  };
  std::vector<std::byte> sending;  // given to uv_write(), until its callback
  std::vector<std::byte> waiting;  // to be sent next
  std::move_only_function<void(std::error_code)> on_flush;

  std::size_t size() const { return sending.size() + waiting.size(); }
};

/// The part of a socket that libuv uses: its handle, its requests, the bytes being written. It may outlive
/// the StreamSocket.
struct SocketCell {
  Loop* loop;
  StreamSocket* owner = nullptr;
  std::unique_ptr<Outgoing> outgoing;  // null until it is needed; an idle connection needs none
  std::unique_ptr<StreamSocket::ReadBuffer> read_buffer;  // null unless read_into() was called
  std::size_t read_at_most = Loop::buffer_size;
  union {
    uv_handle_t handle;
    uv_stream_t stream;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
  };
  std::shared_ptr<void> token;

  /// Makes a cell with an initialised handle: a pipe for AF_UNIX, else TCP.
  static SocketCell* create(Loop& loop, int family);
  /// The same for a descriptor; AF_UNIX for a FIFO too. Null, with libuv's error in `status`, if libuv
  /// refuses the descriptor.
  static SocketCell* open(Loop& loop, UniqueFd fd, int family, int& status);

  int fd() const;
  /// Creates `outgoing` if there is none yet.
  Outgoing& ensure_outgoing();
  /// The handle is a FIFO, not a socket: it has one direction, and ends only by its close.
  bool is_fifo() const;
  void start_reading();
  /// The memory for the next read.
  std::span<std::byte> space_to_read() const;
  /// Sends what outgoing->sending holds, then calls the owner's written().
  void send();
  void shut_down();
};

}  // namespace netkit::internal
