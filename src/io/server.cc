// SPDX-License-Identifier: MIT
#include <netkit/io/loop.h>
#include <netkit/io/server.h>
#include <netkit/io/sockaddr.h>
#include <netkit/io/socket_cell.h>
#include <netkit/io/uv_error.h>
#include <sys/resource.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace netkit {
namespace {

// With the last descriptors gone, accept() itself would fail and libuv close the waiting peers unseen:
// these few are kept, and who would get one is dropped with a word.
constexpr int reserved_descriptors = 8;

// The soft limit on descriptors is raised as far as it goes.
int raised_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::numeric_limits<int>::max();
  if (limit.rlim_cur < limit.rlim_max) {
    const rlimit raised{limit.rlim_max, limit.rlim_max};
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  constexpr rlim_t most = std::numeric_limits<int>::max();
  return static_cast<int>(std::min(limit.rlim_cur, most));
}

}  // namespace

struct Server::Cell {
  union {
    uv_handle_t handle;
    uv_stream_t stream;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
  };
  Server* owner;
};

Server::Server(Loop& loop, const ServerOptions& options, Listener& listener)
    : loop_(loop), options_(options), listener_(listener), token_(std::make_shared<std::byte>()) {}

Server::~Server() {
  if (cell_ != nullptr) io::close_cell(cell_);
}

Result<std::unique_ptr<Server>> Server::listen(Loop& loop, BoundSocket socket, const ServerOptions& options,
                                               Listener& listener) {
  std::unique_ptr<Server> server(new Server(loop, options, listener));
  const int status = server->start(std::move(socket));
  if (status == 0) return server;
  const std::string where = server->path_      ? server->path_->text()
                            : server->address_ ? server->address_->net_text()
                                               : std::string();
  Error error = listen_error(uv_error(status), where);
  if (server->address_) {
    error.address = server->address_->address.to_string();
    if (server->address_->port != 0) error.port = server->address_->port;
  }
  return std::unexpected(std::move(error));
}

int Server::start(BoundSocket socket) {
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
  socket.fd_.release();
  cell_->handle.data = cell_;
  descriptor_limit_ = raised_descriptor_limit();
  return uv_listen(&cell_->stream, options_.backlog, [](uv_stream_t* stream, int result) {
    Server* server = io::cell_of<Cell>(stream)->owner;
    if (server == nullptr) return;
    if (result != 0) return server->listener_.on_error(step_error(uv_error(result), "accept"));
    server->accept();
  });
}

std::size_t Server::connections() const {
  return static_cast<std::size_t>(token_.use_count() - 1);
}

std::optional<Dropped::Reason> Server::reason_to_drop(int fd) const {
  if (options_.max_connections && connections() >= *options_.max_connections) {
    return Dropped::Reason::max_connections;
  }
  if (fd >= descriptor_limit_ - reserved_descriptors) return Dropped::Reason::descriptors;
  return std::nullopt;
}

// Whoever waits is accepted, also to be dropped: libuv stops looking for others otherwise.
void Server::accept() {
  io::SocketCell* cell = io::SocketCell::create(loop_, family_);
  const int status = uv_accept(&cell_->stream, &cell->stream);
  if (status != 0) {
    io::close_cell(cell);
    return listener_.on_error(step_error(uv_error(status), "accept"));
  }
  if (const auto reason = reason_to_drop(cell->fd())) {
    const Dropped dropped{*reason, io::local_address_of(cell->fd()), io::remote_address_of(cell->fd())};
    io::close_cell(cell);
    return listener_.on_drop(dropped);
  }
  cell->token = token_;
  listener_.on_connection(std::unique_ptr<Socket>(new Socket(cell, options_.socket)));
}

}  // namespace netkit
