// SPDX-License-Identifier: MIT
#include <netkit/socket/acceptor.h>

#include <netinet/in.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/system.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/address_error.h>
#include <netkit/socket/internal/sockaddr.h>
#include <netkit/socket/internal/socket_cell.h>

#include <utility>

namespace netkit {
namespace {

// Without any descriptor left, accept(2) fails, and libuv closes waiting connections without reporting them.
// So a few are reserved, and a connection that gets one of them is closed and reported.
constexpr int reserved_descriptors = 8;

}  // namespace

struct Acceptor::Cell {
  union {
    uv_handle_t handle;
    uv_stream_t stream;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
  };
  Acceptor* owner;
};

Acceptor::Acceptor(Loop& loop, const AcceptorOptions& options, Events& events)
    : loop_(loop), options_(options), events_(events) {}

Acceptor::~Acceptor() {
  if (cell_ != nullptr) internal::close_cell(cell_);
}

Result<std::unique_ptr<Acceptor>> Acceptor::listen(Loop& loop, BoundSocket socket,
                                                   const AcceptorOptions& options, Events& events) {
  std::unique_ptr<Acceptor> acceptor(new Acceptor(loop, options, events));
  const int status = acceptor->start(std::move(socket));
  if (status == 0) return acceptor;
  if (acceptor->address_) return std::unexpected(listen_error(uv_error(status), *acceptor->address_));
  const std::string where = acceptor->path_ ? acceptor->path_->text() : "";
  return std::unexpected(listen_error(uv_error(status), where));
}

int Acceptor::start(BoundSocket socket) {
  address_ = socket.address();
  path_ = std::move(socket.path_);
  file_ = std::move(socket.file_);
  family_ = address_ ? AF_INET : AF_UNIX;
  cell_ = new Cell{};
  cell_->owner = this;
  int status = 0;
  if (family_ == AF_UNIX) {
    uv_pipe_init(loop_.raw(), &cell_->pipe, 0);
    status = uv_pipe_open(&cell_->pipe, socket.fd_.get());
  } else {
    uv_tcp_init(loop_.raw(), &cell_->tcp);
    status = uv_tcp_open(&cell_->tcp, socket.fd_.get());
  }
  if (status != 0) return status;
  const int fd = socket.fd_.release();
  cell_->handle.data = cell_;
  descriptor_limit_ = raise_descriptor_limit().now;
  status = uv_listen(&cell_->stream, options_.backlog, [](uv_stream_t* stream, int result) {
    Acceptor* acceptor = internal::cell_of<Cell>(stream)->owner;
    if (acceptor == nullptr) return;
    if (result != 0) return acceptor->events_.on_error(step_error(uv_error(result), "accept"));
    acceptor->accept();
  });
  // A socket that was not bound has a port only now.
  if (status == 0) address_ = internal::local_address_of(fd);
  return status;
}

// The option is set after listen(2). Before, it would let another program bind the address too; now a bind
// without the option fails with EADDRINUSE. The kernel adds sockets with the option that are bound later to
// the group.
Result<BoundSocket> Acceptor::socket_beside(TcpBindOptions options) const {
  uv_os_fd_t fd = -1;
  uv_fileno(&cell_->handle, &fd);
  internal::set_option(fd, SOL_SOCKET, SO_REUSEPORT, 1);
  options.reuse_port = true;
  options.ipv6_only = internal::get_option(fd, IPPROTO_IPV6, IPV6_V6ONLY) != 0;
  return BoundSocket::tcp(*address_, options);
}

void Acceptor::ref() {
  uv_ref(&cell_->handle);
}

void Acceptor::unref() {
  uv_unref(&cell_->handle);
}

bool Acceptor::below_reserve(int fd) const {
  return fd < descriptor_limit_ - reserved_descriptors;
}

// Accept even when the connection is closed again: libuv stops polling while one is pending.
void Acceptor::accept() {
  internal::SocketCell* cell = internal::SocketCell::create(loop_, family_);
  const int status = uv_accept(&cell_->stream, &cell->stream);
  if (status != 0) {
    internal::close_cell(cell);
    return events_.on_error(step_error(uv_error(status), "accept"));
  }
  auto remote = internal::remote_address_of(cell->fd());
  auto token = events_.admit(remote);
  if (!token || !below_reserve(cell->fd())) {
    const TurnedAway closed{internal::local_address_of(cell->fd()), std::move(remote)};
    internal::close_cell(cell);
    return token ? events_.on_out_of_descriptors(closed) : events_.on_refused(closed);
  }
  cell->token = std::move(*token);
  events_.on_connection(
      std::unique_ptr<StreamSocket>(new StreamSocket(cell, options_.socket, std::move(remote))));
}

}  // namespace netkit
