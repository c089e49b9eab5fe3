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

/// What a socket needs to connect, for bytes that have to wait, and to end.
struct Outgoing {
  union {  // never two at a time, and in this order
    uv_connect_t connect;
    uv_write_t write;
    uv_shutdown_t shutdown;
  };
  std::vector<std::byte> sending;  // in the kernel's hands until the callback
  std::vector<std::byte> waiting;  // goes next
  std::move_only_function<void(std::error_code)> on_flush;

  std::size_t size() const { return sending.size() + waiting.size(); }
};

/// What libuv may touch of a socket: its handle, its requests, the bytes being written. Private to this
/// floor.
struct SocketCell {
  Loop* loop;
  StreamSocket* owner = nullptr;
  std::unique_ptr<Outgoing> outgoing;  // none until it is needed: an idle server's sockets never do
  std::unique_ptr<StreamSocket::ReadBuffer> read_buffer;  // where reads have a place of their own
  std::size_t read_at_most = Loop::buffer_size;
  union {
    uv_handle_t handle;
    uv_stream_t stream;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
  };
  std::shared_ptr<void> token;

  /// A cell with an initialised handle, TCP or pipe by the family.
  static SocketCell* create(Loop& loop, int family);
  /// The same around a descriptor, AF_UNIX for a FIFO too; nothing, with the status, where libuv refuses it.
  static SocketCell* open(Loop& loop, UniqueFd fd, int family, int& status);

  int fd() const;
  /// Makes what there is none of yet.
  Outgoing& ensure_outgoing();
  /// A pipe that is no socket: it has one direction, and its end is its close.
  bool is_fifo() const;
  void start_reading();
  /// Where the next read shall land.
  std::span<std::byte> space_to_read() const;
  /// Sends what outgoing->sending holds, then calls the owner's written().
  void send();
  void shut_down();
};

}  // namespace netkit::internal
