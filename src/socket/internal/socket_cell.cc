// SPDX-License-Identifier: MIT
#include <netkit/socket/internal/socket_cell.h>

#include <netkit/loop/uv_error.h>
#include <netkit/socket/stream_socket.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cassert>

namespace netkit::internal {
namespace {

SocketCell* cell_of_stream(uv_stream_t* stream) {
  return static_cast<SocketCell*>(stream->data);
}

}  // namespace

SocketCell* SocketCell::create(Loop& loop, int family) {
  auto* cell = new SocketCell{};
  cell->loop = &loop;
  if (family == AF_UNIX) {
    uv_pipe_init(loop.raw(), &cell->pipe, 0);
  } else {
    uv_tcp_init(loop.raw(), &cell->tcp);
  }
  cell->handle.data = cell;
  return cell;
}

SocketCell* SocketCell::open(Loop& loop, UniqueFd fd, int family, int& status) {
  SocketCell* cell = create(loop, family);
  status = family == AF_UNIX ? uv_pipe_open(&cell->pipe, fd.get()) : uv_tcp_open(&cell->tcp, fd.get());
  if (status == 0) {
    fd.release();
    return cell;
  }
  close_cell(cell);
  return nullptr;
}

int SocketCell::fd() const {
  uv_os_fd_t fd = -1;
  uv_fileno(&handle, &fd);
  return fd;
}

Outgoing& SocketCell::ensure_outgoing() {
  if (!outgoing) outgoing = std::make_unique<Outgoing>();
  return *outgoing;
}

bool SocketCell::is_fifo() const {
  struct stat status{};
  return handle.type == UV_NAMED_PIPE && ::fstat(fd(), &status) == 0 && S_ISFIFO(status.st_mode);
}

std::span<std::byte> SocketCell::space_to_read() const {
  if (owner != nullptr && read_buffer) return (*read_buffer)();
  return loop->receive_buffer().first(read_at_most);
}

void SocketCell::start_reading() {
  uv_read_start(
      &stream,
      [](uv_handle_t* reader, std::size_t, uv_buf_t* buffer) {
        std::span<std::byte> space;  // without any the read fails
        enter(reader->loop, [&] { space = static_cast<SocketCell*>(reader->data)->space_to_read(); });
        *buffer = uv_buf_init(reinterpret_cast<char*>(space.data()), static_cast<unsigned>(space.size()));
      },
      [](uv_stream_t* reader, ssize_t count, const uv_buf_t* buffer) {
        StreamSocket* socket = cell_of_stream(reader)->owner;
        if (socket == nullptr || count == 0) return;
        enter(reader->loop, [&] {
          if (count == UV_EOF) return socket->received_end();
          if (count < 0) return socket->read_failed(uv_error(static_cast<int>(count)));
          socket->received(std::as_bytes(std::span(buffer->base, static_cast<std::size_t>(count))));
        });
      });
}

void SocketCell::send() {
  auto& sending = outgoing->sending;
  const uv_buf_t buffer =
      uv_buf_init(reinterpret_cast<char*>(sending.data()), static_cast<unsigned>(sending.size()));
  [[maybe_unused]] const int status =
      uv_write(&outgoing->write, &stream, &buffer, 1, [](uv_write_t* request, int result) {
        StreamSocket* socket = cell_of_stream(request->handle)->owner;
        if (socket == nullptr) return;
        enter(request->handle->loop, [&] { socket->written(uv_error(result)); });
      });
  assert(status == 0 && "the stream is open for writing");
}

void SocketCell::shut_down() {
  uv_shutdown(&ensure_outgoing().shutdown, &stream, [](uv_shutdown_t* request, int result) {
    StreamSocket* socket = cell_of_stream(request->handle)->owner;
    if (socket == nullptr) return;
    enter(request->handle->loop, [&] { socket->fin_sent(uv_error(result)); });
  });
}

}  // namespace netkit::internal
