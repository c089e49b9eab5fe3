// SPDX-License-Identifier: MIT
#include <netkit/socket/internal/own_datagram_route.h>

#include <netkit/loop/loop.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/address_error.h>
#include <netkit/socket/internal/bind_local.h>
#include <netkit/socket/socket_options.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace netkit::internal {
namespace {

// What may have to be sent again to the next address.
constexpr std::chrono::seconds remembered_for{1};
constexpr std::size_t most_remembered = std::size_t{64} * 1024;

// Anyone may answer what was sent to many: such a socket is not connected.
bool is_for_many(const SocketAddress& to, const DatagramOptions& options) {
  return to.address.is_multicast() || options.broadcast || is_limited_broadcast(to.address);
}

}  // namespace

OwnDatagramRoute::OwnDatagramRoute(Loop& loop) : loop_(loop), since_(loop.now()) {}

Result<std::unique_ptr<OwnDatagramRoute>> OwnDatagramRoute::open(Loop& loop, std::vector<SocketAddress> to,
                                                                 const LocalEnd& from,
                                                                 const DatagramOptions& options) {
  std::unique_ptr<OwnDatagramRoute> route(new OwnDatagramRoute(loop));
  route->candidates_ = std::move(to);
  route->from_ = from;
  route->options_ = options;
  if (auto error = route->open_next()) return std::unexpected(std::move(*error));
  return route;
}

Result<std::unique_ptr<OwnDatagramRoute>> OwnDatagramRoute::adopt(Loop& loop, UniqueFd fd, SocketFile file) {
  std::unique_ptr<OwnDatagramRoute> route(new OwnDatagramRoute(loop));
  route->remote_ = remote_address_of(fd.get());
  route->file_ = std::move(file);
  route->peer_ends_ = get_option(fd.get(), SOL_SOCKET, SO_TYPE) == SOCK_SEQPACKET;
  auto io = DatagramIo::open(loop, std::move(fd), *route);
  if (!io) return std::unexpected(std::move(io.error()));
  route->io_ = std::move(*io);
  return route;
}

// The error of all of them, once none is left.
std::optional<Error> OwnDatagramRoute::open_next() {
  while (next_ < candidates_.size()) {
    auto error = open(candidates_[next_++]);
    if (!error) return std::nullopt;
    errors_.push_back(std::move(*error));
  }
  return errors_.size() == 1 ? errors_.front() : aggregate_error(errors_);
}

std::optional<Error> OwnDatagramRoute::open(const SocketAddress& to) {
  UniqueFd fd(
      ::socket(to.address.is_v4() ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return address_error(errno_error(errno), "socket", to);
  if (auto error = apply_datagram_options(fd.get(), options_, to)) return error;
  if (auto error = bind_local(fd.get(), from_, to)) return error;
  const SystemAddress name = to_system(to);
  destination_.reset();
  if (is_for_many(to, options_)) {
    destination_ = name;
  } else if (::connect(fd.get(), name.get(), name.length) != 0) {
    return address_error(errno_error(errno), "connect", to);
  }
  auto io = DatagramIo::open(loop_, std::move(fd), *this);
  if (!io) return std::move(io.error());
  if (io_) dropped_before_ += io_->dropped();
  io_ = std::move(*io);
  remote_ = to;
  if (receiving_) io_->start_receiving();
  return std::nullopt;
}

void OwnDatagramRoute::start_receiving() {
  receiving_ = true;
  io_->start_receiving();
}

void OwnDatagramRoute::stop_receiving() {
  receiving_ = false;
  io_->stop_receiving();
}

std::optional<SocketAddress> OwnDatagramRoute::local_address() const {
  return local_address_of(io_->fd());
}

void OwnDatagramRoute::remember(std::span<const Bytes> datagrams) {
  if (!may_move_on() || loop_.now() - since_ > remembered_for) return;
  for (const Bytes datagram : datagrams) {
    if (remembered_bytes_ + datagram.size() > most_remembered) return;
    remembered_.emplace_back(datagram.begin(), datagram.end());
    remembered_bytes_ += datagram.size();
  }
}

DatagramIo::Sent OwnDatagramRoute::send(std::span<const Bytes> datagrams) {
  const SystemAddress* const to = destination_ ? &*destination_ : nullptr;
  const DatagramIo::Sent sent = io_->send(datagrams, to);
  // The refusal is of an earlier datagram; this one was not sent.
  if (sent.failure && move_on(sent.failure)) return send(datagrams);
  remember(datagrams.first(sent.count));
  return sent;
}

void OwnDatagramRoute::send_again() {
  const SystemAddress* const to = destination_ ? &*destination_ : nullptr;
  for (const auto& datagram : remembered_) {
    const Bytes bytes(datagram);
    io_->send({&bytes, 1}, to);
  }
}

bool OwnDatagramRoute::is_refused(std::error_code cause) const {
  return cause == std::errc::connection_refused && remote_ && !received_;
}

bool OwnDatagramRoute::move_on(std::error_code cause) {
  if (!is_refused(cause) || !may_move_on()) return false;
  errors_.push_back(address_error(cause, "connect", *remote_));
  if (open_next()) return false;
  send_again();
  return true;
}

Error OwnDatagramRoute::describe(std::error_code cause) const {
  if (!is_refused(cause)) return step_error(cause, cause == std::errc::connection_refused ? "read" : "send");
  std::vector<Error> all = errors_;
  if (all.size() < candidates_.size()) all.push_back(address_error(cause, "connect", *remote_));
  return all.size() == 1 ? all.front() : aggregate_error(std::move(all));
}

OwnDatagramRoute::Check OwnDatagramRoute::check() {
  const std::error_code cause = io_->take_error();
  if (!cause) return Check::nothing_new;
  if (move_on(cause)) return Check::sent_again;
  receiver_->on_failed(describe(cause));
  return Check::failed;
}

// An empty packet reads like the end, but the peer has not hung up or has sent more.
bool OwnDatagramRoute::is_end(Bytes bytes) const {
  if (!peer_ends_ || !bytes.empty()) return false;
  pollfd state{io_->fd(), POLLRDHUP, 0};
  std::byte next{};
  return ::poll(&state, 1, 0) > 0 && ::recv(io_->fd(), &next, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void OwnDatagramRoute::on_datagram(const SystemAddress& /*from*/, Bytes bytes) {
  if (!std::exchange(received_, true)) remembered_ = {};
  if (is_end(bytes)) return receiver_->on_peer_end();
  receiver_->on_datagram(bytes);
}

void OwnDatagramRoute::on_error(std::error_code cause, const SystemAddress* /*to*/) {
  if (!move_on(cause)) receiver_->on_failed(describe(cause));
}

}  // namespace netkit::internal
