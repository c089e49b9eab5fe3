// SPDX-License-Identifier: MIT
#include <netkit/socket/acceptor.h>

#include <netinet/in.h>
#include <netkit/loop/internal/cell.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/system.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/address_error.h>
#include <netkit/socket/internal/sockaddr.h>
#include <netkit/socket/internal/socket_cell.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace netkit {
namespace {

// Without any descriptor left, accept(2) fails and the client waits. So a few are reserved, and a connection
// that gets one of them is closed and reported.
constexpr int reserved_descriptors = 8;

// Other streams then get their turn.
constexpr int most_at_once = 64;

constexpr std::chrono::milliseconds shortest_pause{10}, longest_pause{1000};

// accept(2) passes on errors that the new connection already has; the next connection may be fine.
bool is_of_one_connection(int error) {
  constexpr std::array errors{EINTR,  ECONNABORTED, ENETDOWN,   EPROTO,      ENOPROTOOPT, EHOSTDOWN,
                              ENONET, EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH, ETIMEDOUT,   ECONNRESET};
  return std::ranges::find(errors, error) != errors.end();
}

}  // namespace

struct Acceptor::Cell : internal::HandleCell<Acceptor, uv_poll_t> {
  UniqueFd fd;
};

Acceptor::Acceptor(Loop& loop, const AcceptorOptions& options, Events& events)
    : loop_(loop), options_(options), events_(events), again_(loop, [this] { watch(); }) {}

Acceptor::~Acceptor() {
  if (cell_ == nullptr) return;
  uv_poll_stop(&cell_->handle);
  cell_->fd.reset();  // from now on the address is free
  internal::close_cell(cell_);
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
  const int fd = socket.fd_.get();
  if (::listen(fd, options_.backlog) != 0) return uv_translate_sys_error(errno);
  auto cell = std::make_unique<Cell>();
  if (const int status = uv_poll_init(loop_.raw(), &cell->handle, fd)) return status;
  cell->fd = std::move(socket.fd_);
  cell->handle.data = cell.get();
  cell->owner = this;
  cell_ = cell.release();
  descriptor_limit_ = raise_descriptor_limit().now;
  // A socket that was not bound has a port only now.
  address_ = internal::local_address_of(fd);
  watch();
  return 0;
}

void Acceptor::watch() {
  uv_poll_start(&cell_->handle, UV_READABLE, [](uv_poll_t* handle, int, int) {
    const Cell* cell = internal::cell_of<Cell>(handle);
    if (cell->owner != nullptr) internal::enter(handle->loop, [cell] { cell->owner->accept_waiting(); });
  });
}

// The option is set after listen(2). Before, it would let another program bind the address too; now a bind
// without the option fails with EADDRINUSE. The kernel adds sockets with the option that are bound later to
// the group.
Result<BoundSocket> Acceptor::socket_beside(TcpBindOptions options) const {
  const int fd = cell_->fd.get();
  internal::set_option(fd, SOL_SOCKET, SO_REUSEPORT, 1);
  options.reuse_port = true;
  options.ipv6_only = internal::get_option(fd, IPPROTO_IPV6, IPV6_V6ONLY) != 0;
  return BoundSocket::tcp(*address_, options);
}

void Acceptor::ref() {
  uv_ref(internal::as_handle(&cell_->handle));
  again_.ref();
}

void Acceptor::unref() {
  uv_unref(internal::as_handle(&cell_->handle));
  again_.unref();
}

bool Acceptor::below_reserve(int fd) const {
  return fd < descriptor_limit_ - reserved_descriptors;
}

void Acceptor::accept_waiting() {
  for (int i = 0; i < most_at_once; ++i) {
    UniqueFd fd(::accept4(cell_->fd.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    const bool none_waits = !fd && errno == EAGAIN;
    if (!fd && is_of_one_connection(errno)) continue;
    if (!fd && !none_waits) return accept_failed(errno);
    const auto watch = alive_.watch();
    if (pause_.count() != 0) recovered();
    if (watch.gone() || none_waits) return;
    accepted(std::move(fd));
    if (watch.gone()) return;
  }
}

void Acceptor::accepted(UniqueFd fd) {
  const int number = fd.get();
  auto remote = internal::remote_address_of(number);
  auto token = events_.admit(remote);
  if (!token || !below_reserve(number)) {
    const TurnedAway closed{internal::local_address_of(number), std::move(remote)};
    fd.reset();
    return token ? events_.on_out_of_descriptors(closed) : events_.on_refused(closed);
  }
  int status = 0;
  internal::SocketCell* cell = internal::SocketCell::open(loop_, std::move(fd), family_, status);
  if (cell == nullptr) return accept_failed(-status);
  cell->token = std::move(*token);
  events_.on_connection(
      std::unique_ptr<StreamSocket>(new StreamSocket(cell, options_.socket, std::move(remote))));
}

// The connection stays in the backlog, and the descriptor would be reported as readable at once.
void Acceptor::accept_failed(int error) {
  const bool first = pause_.count() == 0;
  pause_ = first ? shortest_pause : std::min(2 * pause_, longest_pause);
  uv_poll_stop(&cell_->handle);
  again_.start(pause_);
  if (first) events_.on_error(step_error(errno_error(error), "accept"));
}

void Acceptor::recovered() {
  pause_ = std::chrono::milliseconds(0);
  events_.on_recovered();
}

}  // namespace netkit
