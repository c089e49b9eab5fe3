// SPDX-License-Identifier: MIT
#include <netkit/socket/internal/datagram_peers.h>

#include <netkit/loop/uv_error.h>
#include <netkit/socket/internal/sockaddr.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <utility>

namespace netkit::internal {
namespace {

std::string_view key_of(const SystemAddress& address) {
  return {reinterpret_cast<const char*>(&address.storage), address.length};
}

// A Unix-domain socket without a name has a family and nothing more, or not even that.
bool has_address(const SystemAddress& address) {
  return address.length > sizeof(sa_family_t);
}

}  // namespace

/// The way to one peer.
class DatagramPeers::Route final : public DatagramRoute {
 public:
  Route(std::shared_ptr<DatagramPeers> peers, const SystemAddress& to, std::string mark)
      : peers_(std::move(peers)), to_(to), remote_(from_system(to.get())), mark_(std::move(mark)) {
    peers_->routes_.emplace(key_of(to_), this);
    ++peers_->paused_;
  }
  ~Route() override {
    if (!is_replaced_) leave();
    std::erase(peers_->waiting_, this);
    peers_->settle();
  }

  void set_receiver(Receiver& receiver) override { receiver_ = &receiver; }
  Receiver& receiver() { return *receiver_; }
  const std::string& mark() const { return mark_; }
  /// Another connection takes its place.
  void make_way() {
    leave();
    is_replaced_ = true;
    receiver_->on_peer_end();
  }
  void start_receiving() override {
    if (is_replaced_) return;
    if (std::exchange(paused_, false)) --peers_->paused_;
    peers_->settle();
  }
  void stop_receiving() override {
    if (is_replaced_) return;
    if (!std::exchange(paused_, true)) ++peers_->paused_;
    peers_->settle();
  }

  // A pending error is that of another datagram, perhaps of another peer; it is in the error queue as well.
  DatagramIo::Sent send(std::span<const Bytes> datagrams) override {
    const auto sent = peers_->io_->send(datagrams, &to_);
    const bool is_refusal = sent.failure == std::errc::connection_refused && remote_;
    return is_refusal ? peers_->io_->send(datagrams, &to_) : sent;
  }
  void wait_to_send() override {
    peers_->waiting_.push_back(this);
    peers_->io_->wait_to_send();
  }
  Error describe(std::error_code cause) const override {
    const bool is_answer = cause == std::errc::connection_refused && remote_;
    return step_error(cause, is_answer ? "read" : "send");
  }
  bool can_send() const override { return has_address(to_); }
  std::optional<SocketAddress> local_address() const override { return local_address_of(peers_->io_->fd()); }
  const std::optional<SocketAddress>& remote_address() const override { return remote_; }
  std::optional<std::string> peer_name() const override {
    return remote_ ? std::nullopt : std::optional(path_in(to_));
  }
  int descriptor() const override { return peers_->io_->fd(); }

 private:
  void leave() {
    peers_->routes_.erase(peers_->routes_.find(key_of(to_)));
    if (paused_) --peers_->paused_;
  }

  std::shared_ptr<DatagramPeers> peers_;
  SystemAddress to_;
  std::optional<SocketAddress> remote_;
  Receiver* receiver_ = nullptr;
  std::string mark_;
  bool paused_ = true, is_replaced_ = false;
};

std::optional<Error> DatagramPeers::start(UniqueFd fd, SocketFile file) {
  auto io = DatagramIo::open(loop_, std::move(fd), *this);
  if (!io) return std::move(io.error());
  io_ = std::move(*io);
  file_ = std::move(file);
  if (serves_ == Serves::many) io_->ask_for_errors();
  io_->start_receiving();
  return std::nullopt;
}

// Reads as long as somebody takes what comes; then the kernel keeps it.
void DatagramPeers::settle() {
  const bool all_paused = !routes_.empty() && paused_ == routes_.size();
  if (all_paused || (routes_.empty() && events_ == nullptr)) {
    io_->stop_receiving();
  } else {
    io_->start_receiving();
  }
}

void DatagramPeers::close() {
  events_ = nullptr;
  settle();
  if (serves_ == Serves::first) return;
  for (const auto& [address, route] : routes_) route->receiver().on_peer_end();
}

DatagramPeers::Route* DatagramPeers::find(const SystemAddress& peer) const {
  const auto found = routes_.find(key_of(peer));
  return found == routes_.end() ? nullptr : found->second;
}

void DatagramPeers::on_datagram(const SystemAddress& from, Bytes bytes) {
  const auto self = shared_from_this();  // the connection may be the last
  Route* const known = find(from);
  if (known != nullptr && known->mark().empty()) return known->receiver().on_datagram(bytes);
  auto mark = events_ != nullptr ? mark_of(from, bytes) : std::nullopt;
  if (known != nullptr && (!mark || *mark == known->mark())) return known->receiver().on_datagram(bytes);
  if (!mark) return;
  if (known != nullptr) known->make_way();
  auto connection = admit(from, std::move(*mark));
  if (!connection) return;
  // The connection keeps the datagram until it is started.
  find(from)->receiver().on_datagram(bytes);
  events_->on_connection(std::move(connection));
}

std::optional<std::string> DatagramPeers::mark_of(const SystemAddress& from, Bytes bytes) {
  return events_->begins(from_system(from.get()), bytes, [this, &from](Bytes answer) {
    io_->send({&answer, 1}, &from);  // lost if the kernel does not take it: the peer asks again
  });
}

std::unique_ptr<Connection> DatagramPeers::admit(const SystemAddress& from, std::string mark) {
  const auto remote = from_system(from.get());
  auto token = events_->admit(remote);
  if (!token) {
    events_->on_refused({local_address_of(io_->fd()), remote});
    return nullptr;
  }
  if (serves_ == Serves::first && has_address(from)) ::connect(io_->fd(), from.get(), from.length);
  std::unique_ptr<DatagramConnection> connection(new DatagramConnection(
      loop_, std::make_unique<Route>(shared_from_this(), from, std::move(mark)), options_,
      serves_ == Serves::many ? DatagramConnection::Keeps::up_to_high_water_mark
                              : DatagramConnection::Keeps::all));
  connection->token_ = std::move(*token);
  return connection;
}

void DatagramPeers::on_error(std::error_code cause, const SystemAddress* to) {
  const auto self = shared_from_this();
  Route* const route = to != nullptr ? find(*to) : routes_.size() == 1 ? routes_.begin()->second : nullptr;
  if (route != nullptr) route->receiver().on_failed(route->describe(cause));
}

void DatagramPeers::on_writable() {
  const auto self = shared_from_this();
  for (Route* const route : std::exchange(waiting_, {})) {
    const bool exists =
        std::ranges::any_of(routes_, [route](const auto& each) { return each.second == route; });
    if (exists) route->receiver().on_writable();
  }
}

}  // namespace netkit::internal
