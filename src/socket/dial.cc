// SPDX-License-Identifier: MIT
#include <netkit/socket/dial.h>

#include <fcntl.h>
#include <netkit/base/net_errc.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/address_error.h>
#include <netkit/socket/bound_socket.h>
#include <netkit/socket/internal/bind_local.h>
#include <netkit/socket/internal/sockaddr.h>
#include <netkit/socket/internal/socket_cell.h>
#include <netkit/socket/socket_file.h>
#include <netkit/socket/stream_socket.h>
#include <netkit/socket/zone.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <string>
#include <utility>

namespace netkit {
namespace {

int family_of(const SocketAddress& address) {
  return address.address.is_v4() ? AF_INET : AF_INET6;
}

void add_local_end(Error& error, const SocketAddress& local) {
  error.local_address = host_text(local);
  error.local_port = local.port;
  error.message += " - Local (" + error.local_address + ":" + std::to_string(local.port) + ")";
}

// An IPv6 socket connects to an IPv4 address by its mapped form (RFC 3493 section 3.7).
SocketAddress reachable_from(int fd, SocketAddress to) {
  const bool mapped = to.address.is_v4() && internal::get_option(fd, SOL_SOCKET, SO_DOMAIN) == AF_INET6;
  if (mapped) to.address = IpAddress::v6(0, 0x0000'ffff'0000'0000 | to.address.v4_value());
  return to;
}

// The connection was made and has been reset since, and the peer's end (EPIPE) or bytes came before that.
bool came_before_reset(int fd, int status) {
  int waiting = 0;
  return status == UV_EPIPE ||
         (status == UV_ECONNRESET && ::ioctl(fd, FIONREAD, &waiting) == 0 && waiting > 0);
}

}  // namespace

// The connection in progress. Outlives a Dial that is destroyed.
struct Dial::Cell {
  internal::SocketCell* socket;
  Dial* owner;
};

Dial::Dial(Loop& loop, const LocalEnd& from, const SocketOptions& options, Callback on_done)
    : loop_(loop), from_(from), options_(options), on_done_(std::move(on_done)), later_(loop, [this] {
        report();
      }) {}

std::unique_ptr<Dial> Dial::tcp(Loop& loop, const SocketAddress& to, const LocalEnd& from,
                                const SocketOptions& options, Callback on_done) {
  std::unique_ptr<Dial> dial(new Dial(loop, from, options, std::move(on_done)));
  dial->start_tcp(to);
  return dial;
}

std::unique_ptr<Dial> Dial::ipc(Loop& loop, const IpcPath& to, const LocalEnd& from,
                                const SocketOptions& options, Callback on_done) {
  std::unique_ptr<Dial> dial(new Dial(loop, from, options, std::move(on_done)));
  dial->start_ipc(to);
  return dial;
}

Dial::~Dial() {
  if (ready_ != nullptr) internal::close_cell(ready_);
  if (cell_ == nullptr) return;
  cell_->owner = nullptr;
  internal::close_cell(cell_->socket);
}

void Dial::fail_later(Error error) {
  failure_ = std::move(error);
  later_.schedule();
}

// The socket to connect from: the given one, or a new one of this family.
Result<UniqueFd> Dial::socket_for(int family) {
  UniqueFd fd;
  if (from_.socket) {
    fd = std::move(from_.socket->fd_);
    if (!fd) return std::unexpected(net_error(NetErrc::socket_handle_adopted));
    ::fcntl(fd.get(), F_SETFL, ::fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
  } else {
    fd = UniqueFd(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd) return std::unexpected(step_error(errno_error(errno), "socket"));
  }
  if (auto error = internal::apply_early(fd.get(), options_.early)) return std::unexpected(std::move(*error));
  return fd;
}

void Dial::start_tcp(const SocketAddress& to) {
  to_ = to;
  auto fd = socket_for(family_of(to));
  if (!fd) return fail_later(std::move(fd.error()));
  if (from_.socket) {
    const SocketAddress reachable = reachable_from(fd->get(), to);
    return connect(std::move(*fd), reachable);
  }
  if (from_.address || from_.port != 0) internal::set_option(fd->get(), SOL_SOCKET, SO_REUSEADDR, 1);
  if (auto error = internal::bind_local(fd->get(), from_, to)) return fail_later(std::move(*error));
  connect(std::move(*fd), to);
}

void Dial::connect(UniqueFd fd, const SocketAddress& to) {
  int status = 0;
  internal::SocketCell* socket = internal::SocketCell::open(loop_, std::move(fd), family_of(to), status);
  if (socket == nullptr) return fail_later(address_error(uv_error(status), "connect", *to_));
  auto* cell = new Cell{socket, this};
  uv_connect_t* const connect = &socket->ensure_outgoing().connect;
  connect->data = cell;
  status = uv_tcp_connect(connect, &socket->tcp, internal::to_system(to).get(),
                          [](uv_connect_t* request, int result) {
                            std::unique_ptr<Cell> done(static_cast<Cell*>(request->data));
                            if (done->owner == nullptr) return;
                            internal::enter(request->handle->loop, [&] { done->owner->connected(result); });
                          });
  if (status == 0) {
    cell_ = cell;
    return;
  }
  Error error = address_error(uv_error(status), "connect", *to_);
  if (const auto local = internal::local_address_of(socket->fd())) add_local_end(error, *local);
  delete cell;
  internal::close_cell(socket);
  fail_later(std::move(error));
}

void Dial::start_ipc(const IpcPath& to) {
  const internal::SystemAddress name = internal::to_system(to);
  auto fd = socket_for(AF_UNIX);
  if (!fd) return fail_later(std::move(fd.error()));
  // connect(2) never waits for a Unix-domain socket: a full backlog is EAGAIN.
  if (::connect(fd->get(), name.get(), name.length) != 0) {
    return fail_later(address_error(errno_error(errno), "connect", to.text()));
  }
  int status = 0;
  ready_ = internal::SocketCell::open(loop_, std::move(*fd), AF_UNIX, status);
  if (ready_ == nullptr) return fail_later(address_error(uv_error(status), "connect", to.text()));
  later_.schedule();
}

void Dial::report() {
  if (failure_) return on_done_(std::unexpected(std::move(*failure_)));
  on_done_(stream(std::exchange(ready_, nullptr)));
}

void Dial::connected(int status) {
  internal::SocketCell* socket = std::exchange(cell_, nullptr)->socket;
  if (status == 0) return on_done_(stream(socket));
  if (came_before_reset(socket->fd(), status)) return on_done_(reset_stream(socket, status));
  internal::close_cell(socket);
  Error error = address_error(uv_error(status), "connect", *to_);
  if (from_.address && from_.port != 0) {
    add_local_end(error, SocketAddress{*from_.address, from_.port, from_.scope_id});
  }
  on_done_(std::unexpected(std::move(error)));
}

// libuv has taken the error of the reset, which is to be reported behind what came before it.
std::unique_ptr<StreamSocket> Dial::reset_stream(internal::SocketCell* socket, int status) {
  auto reset = stream(socket);
  reset->remote_ = to_;
  (status == UV_EPIPE ? reset->error_behind_end_ : reset->deferred_read_error_) = errno_error(ECONNRESET);
  return reset;
}

std::unique_ptr<StreamSocket> Dial::stream(internal::SocketCell* socket) {
  std::unique_ptr<StreamSocket> stream(new StreamSocket(socket, options_));
  if (from_.socket) stream->file_ = std::make_unique<SocketFile>(std::move(from_.socket->file_));
  return stream;
}

}  // namespace netkit
