// SPDX-License-Identifier: MIT
#include <netkit/net/server.h>

#include <netkit/base/net_errc.h>
#include <netkit/loop/uv_error.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace netkit::net {
namespace {

constexpr int usual_backlog = 511;

// libuv reports a missing folder of a socket file as EACCES on every system.
Error as_in_node(const Error& error) {
  const bool is_missing_folder = error.code == std::errc::no_such_file_or_directory;
  return is_missing_folder ? listen_error(errno_error(EACCES), error.address) : error;
}

}  // namespace

Server::Server(Loop& loop, const ServerOptions& options, Events& listener)
    : loop_(loop), options_(options), listener_(listener), later_(loop, [this] { deliver_results(); }) {
  gate().on_empty([this] { close_if_over(); });
}

Server::~Server() {
  gate().on_empty({});
}

// Listening.

Result<void> Server::begin() {
  if (running()) return std::unexpected(net_error(NetErrc::server_already_listen));
  stop_token_watcher_.reset();
  return {};
}

Result<void> Server::listen(const ListenOptions& options) {
  if (auto right = Binder::check(options.where); !right) return right;
  if (auto free = begin(); !free) return free;
  if (options.stop.stop_requested()) {
    close();
    return {};
  }
  if (options.stop.stop_possible()) stop_token_watcher_.emplace(loop_, options.stop, [this] { stop(); });
  backlog_ = options.backlog;
  binder_.emplace(loop_, options.where, [this](Result<BoundSocket> bound) {
    binder_.reset();
    given_ = std::move(bound);
    deliver_results();
  });
  return {};
}

Result<void> Server::listen(BoundSocket socket, int backlog) {
  if (auto free = begin(); !free) return free;
  given_ = std::move(socket);
  backlog_ = backlog;
  later_.schedule();
  return {};
}

Result<void> Server::listen(UniqueFd fd, int backlog) {
  if (auto free = begin(); !free) return free;
  given_ = BoundSocket::adopt(std::move(fd));
  backlog_ = backlog;
  later_.schedule();
  return {};
}

void Server::listen_on(Result<BoundSocket> socket) {
  if (!socket) return listener_.on_error(as_in_node(socket.error()));
  const AcceptorOptions options{options_.socket, backlog_ == 0 ? usual_backlog : backlog_};
  auto acceptor = Acceptor::listen(loop_, std::move(*socket), options, *this);
  if (!acceptor) return listener_.on_error(acceptor.error());
  acceptor_ = std::move(*acceptor);
  if (!referenced_) acceptor_->unref();
  listener_.on_listening();
}

std::optional<Server::Address> Server::address() const {
  if (!acceptor_) return std::nullopt;
  if (acceptor_->address()) return *acceptor_->address();
  if (acceptor_->path()) return *acceptor_->path();
  return std::nullopt;
}

void Server::on_connection(std::unique_ptr<StreamSocket> stream) {
  auto socket = std::make_unique<Socket>(loop_, options_.socket);
  socket->server_ = this;
  socket->server_watch_ = alive_.watch();
  socket->allow_half_open_ = options_.allow_half_open;
  socket->paused_ = options_.pause_on_connect;
  socket->connected_to(std::move(stream));
  listener_.on_connection(std::move(socket));
}

void Server::on_drop(const Dropped& dropped) {
  if (dropped.by_list()) return listener_.on_blocked(dropped);
  listener_.on_drop(dropped);
}

void Server::set_options(const ServerOptions& options) {
  options_ = options;
  if (acceptor_) acceptor_->set_socket_options(options.socket);
}

void Server::ref() {
  referenced_ = true;
  if (acceptor_) acceptor_->ref();
}

void Server::unref() {
  referenced_ = false;
  if (acceptor_) acceptor_->unref();
}

// Closing.

void Server::stop() {
  if (running()) close();
}

void Server::close(CloseDone done) {
  std::optional<Error> refusal;
  if (!running()) refusal = net_error(NetErrc::server_not_running);
  if (done) close_done_.emplace_back(std::move(done), std::move(refusal));
  closing_ = true;
  acceptor_.reset();
  binder_.reset();
  given_.reset();
  close_if_over();
}

// on_close() is called even if the server listens again by then.
void Server::close_if_over() {
  if (!closing_ || running() || gate().connections() > 0) return;
  closing_ = false;
  over_ = true;
  later_.schedule();
}

// Reports the results of calls, from the loop.
void Server::deliver_results() {
  if (!deliver_close()) return;
  if (given_) listen_on(std::move(*std::exchange(given_, std::nullopt)));
}

// False if a callback has destroyed the server.
bool Server::deliver_close() {
  if (!std::exchange(over_, false)) return true;
  const auto watch = alive_.watch();
  auto all_done = std::exchange(close_done_, {});
  listener_.on_close();
  for (auto& [done, error] : all_done) {
    if (watch.gone()) return false;
    done(error);
  }
  return !watch.gone();
}

}  // namespace netkit::net
