// SPDX-License-Identifier: MIT
#include <netkit/socket/datagram_connection.h>

#include <fcntl.h>
#include <netkit/base/net_errc.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/internal/own_datagram_route.h>
#include <netkit/socket/socket_file.h>
#include <sys/socket.h>

#include <cerrno>
#include <limits>
#include <utility>

namespace netkit {
namespace {

using Route = internal::DatagramRoute;

// An end without a name gets an abstract one (unix(7), autobind).
int bind_end(int fd, const std::optional<IpcPath>& from) {
  internal::SystemAddress name;
  name.storage.ss_family = AF_UNIX;
  name.length = sizeof(sa_family_t);
  if (from) name = internal::to_system(*from);
  return ::bind(fd, name.get(), name.length);
}

std::size_t size_of(const std::vector<std::vector<std::byte>>& datagrams) {
  std::size_t bytes = 0;
  for (const auto& datagram : datagrams) bytes += datagram.size();
  return bytes;
}

}  // namespace

class DatagramConnection::Receiver final : public Route::Receiver {
 public:
  explicit Receiver(DatagramConnection& connection) : connection_(connection) {}

 private:
  void on_datagram(Bytes bytes) override { connection_.received(bytes); }
  void on_writable() override { connection_.on_writable(); }
  void on_failed(Error error) override { connection_.on_failed(std::move(error)); }
  void on_peer_end() override { connection_.on_peer_end(); }

  DatagramConnection& connection_;
};

DatagramConnection::DatagramConnection(Loop& loop, std::unique_ptr<Route> route,
                                       const DatagramOptions& options, Keeps keeps)
    : loop_(loop),
      receiver_(new Receiver(*this)),
      route_(std::move(route)),
      quiet_(options.quiet),
      high_water_mark_(options.high_water_mark),
      kept_limit_(keeps == Keeps::all ? std::numeric_limits<std::size_t>::max() : options.high_water_mark),
      last_activity_(loop.now()),
      last_received_(loop.now()),
      later_(loop, [this] { advance(); }),
      quiet_timer_(loop, [this] { quiet_passed(); }) {
  route_->set_receiver(*receiver_);
}

DatagramConnection::~DatagramConnection() = default;

Result<std::unique_ptr<DatagramConnection>> DatagramConnection::connect(Loop& loop,
                                                                        std::vector<SocketAddress> to,
                                                                        const LocalEnd& from,
                                                                        const DatagramOptions& options) {
  auto route = internal::OwnDatagramRoute::open(loop, std::move(to), from, options);
  if (!route) return std::unexpected(std::move(route.error()));
  return std::unique_ptr<DatagramConnection>(
      new DatagramConnection(loop, std::move(*route), options, Keeps::all));
}

Result<std::unique_ptr<DatagramConnection>> DatagramConnection::connect(Loop& loop, const IpcPath& to,
                                                                        const std::optional<IpcPath>& from,
                                                                        const DatagramOptions& options) {
  UniqueFd fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return std::unexpected(address_error(errno_error(errno), "socket", to.text()));
  if (auto error = internal::apply_buffers(fd.get(), options.early))
    return std::unexpected(std::move(*error));
  if (bind_end(fd.get(), from) != 0)
    return std::unexpected(address_error(errno_error(errno), "bind", from ? from->text() : ""));
  SocketFile file = from && !from->is_abstract() ? SocketFile(from->text()) : SocketFile();
  const internal::SystemAddress name = internal::to_system(to);
  if (::connect(fd.get(), name.get(), name.length) != 0)
    return std::unexpected(address_error(errno_error(errno), "connect", to.text()));
  auto route = internal::OwnDatagramRoute::adopt(loop, std::move(fd), std::move(file));
  if (!route) return std::unexpected(std::move(route.error()));
  return std::unique_ptr<DatagramConnection>(
      new DatagramConnection(loop, std::move(*route), options, Keeps::all));
}

Result<std::unique_ptr<DatagramConnection>> DatagramConnection::adopt(Loop& loop, UniqueFd fd,
                                                                      const DatagramOptions& options) {
  const int type = internal::get_option(fd.get(), SOL_SOCKET, SO_TYPE);
  if (type != SOCK_DGRAM && type != SOCK_SEQPACKET)
    return std::unexpected(net_error(NetErrc::invalid_fd_type));
  sockaddr_storage peer{};
  socklen_t length = sizeof(peer);
  if (::getpeername(fd.get(), reinterpret_cast<sockaddr*>(&peer), &length) != 0)
    return std::unexpected(step_error(errno_error(errno), "getpeername"));
  ::fcntl(fd.get(), F_SETFL, ::fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
  auto route = internal::OwnDatagramRoute::adopt(loop, std::move(fd), {});
  if (!route) return std::unexpected(std::move(route.error()));
  return std::unique_ptr<DatagramConnection>(
      new DatagramConnection(loop, std::move(*route), options, Keeps::all));
}

void DatagramConnection::touch() {
  last_activity_ = loop_.now();
}

void DatagramConnection::start(Listener& listener) {
  const bool is_first = std::exchange(listener_, &listener) == nullptr;
  if (!is_first) return;
  if (!paused_) route_->start_receiving();
  later_.schedule();
}

void DatagramConnection::pause() {
  paused_ = true;
  if (!closed_) route_->stop_receiving();
}

void DatagramConnection::resume() {
  if (!std::exchange(paused_, false) || listener_ == nullptr || closed_) return;
  route_->start_receiving();
  later_.schedule();
}

void DatagramConnection::unread(Bytes bytes) {
  kept_.emplace(kept_.begin(), bytes.begin(), bytes.end());
  kept_bytes_ += bytes.size();
  later_.schedule();
}

void DatagramConnection::keep(Bytes bytes) {
  if (!kept_.empty() && kept_bytes_ + bytes.size() > kept_limit_) {
    ++counts_.dropped;
    return;
  }
  kept_.emplace_back(bytes.begin(), bytes.end());
  kept_bytes_ += bytes.size();
}

void DatagramConnection::received(Bytes bytes) {
  if (closed_ || ended_) return;
  bytes_read_ += bytes.size();
  ++counts_.received;
  touch();
  last_received_ = loop_.now();
  if (paused_ || listener_ == nullptr || !kept_.empty()) return keep(bytes);
  listener_->on_data(bytes);
}

bool DatagramConnection::write(Bytes bytes) {
  if (!writable() || closed_ || !route_->can_send()) return true;
  bytes_written_ += bytes.size();
  ++counts_.sent;
  if (queue_.empty()) {
    const auto sent = route_->send({&bytes, 1});
    if (sent.count == 1) {
      touch();
      return true;
    }
    if (!sent.would_block()) {
      fail_soon(sent.failure);
      return true;
    }
    route_->wait_to_send();
  }
  queue(bytes);
  wants_drain_ = wants_drain_ || queued_bytes_ >= high_water_mark_;
  return queued_bytes_ < high_water_mark_;
}

void DatagramConnection::queue(Bytes bytes) {
  queue_.emplace_back(bytes.begin(), bytes.end());
  queued_bytes_ += bytes.size();
}

void DatagramConnection::fail_soon(std::error_code cause) {
  failure_ = route_->describe(cause);
  later_.schedule();
}

void DatagramConnection::on_writable() {
  const auto watch = alive_.watch();
  send_queue();
  if (watch.gone() || closed_ || !queue_.empty()) return;
  if (std::exchange(wants_drain_, false) && !ending_) {
    listener_->on_drain();
    if (watch.gone()) return;
  }
  if (ending_) advance();
}

void DatagramConnection::send_queue() {
  while (!queue_.empty()) {
    const std::vector<Bytes> all(queue_.begin(), queue_.end());
    const auto sent = route_->send(all);
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(sent.count));
    queued_bytes_ = size_of(queue_);
    if (sent.count > 0) touch();
    if (!sent.failure) continue;
    if (sent.would_block()) return route_->wait_to_send();
    queue_.clear();
    queued_bytes_ = 0;
    return fail_soon(sent.failure);
  }
}

void DatagramConnection::end() {
  if (std::exchange(ending_, true)) return;
  later_.schedule();
}

void DatagramConnection::destroy_soon() {
  soon_ = true;
  end();
  later_.schedule();
}

void DatagramConnection::on_failed(Error error) {
  failure_ = std::move(error);
  queue_.clear();
  queued_bytes_ = 0;
  if (listener_ != nullptr) advance();
}

void DatagramConnection::on_peer_end() {
  end_is_due_ = true;
  later_.schedule();
}

// What is due, in the order of a stream's events.
void DatagramConnection::advance() {
  if (listener_ == nullptr || closed_) return;
  if (!deliver_kept()) return;
  if (failure_) return close(failure_->code);
  if (ending_ && !finished_ && queue_.empty() && !finish()) return;
  if (finished_ && soon_) return close_soon();
  if (!deliver_end()) return;
  if (finished_ && ended_) close({});
}

// These three return false once this is destroyed or has closed.
bool DatagramConnection::deliver_kept() {
  const auto watch = alive_.watch();
  while (!kept_.empty() && !paused_) {
    const std::vector<std::byte> first = std::move(kept_.front());
    kept_.erase(kept_.begin());
    kept_bytes_ -= first.size();
    listener_->on_data(first);
    if (watch.gone() || closed_) return false;
  }
  return true;
}

bool DatagramConnection::finish() {
  finished_ = true;
  if (quiet_) quiet_timer_.start(*quiet_);
  const auto watch = alive_.watch();
  listener_->on_finish({});
  return !watch.gone() && !closed_;
}

bool DatagramConnection::deliver_end() {
  if (!end_is_due_ || ended_ || paused_ || !kept_.empty()) return true;
  ended_ = true;
  route_->stop_receiving();
  const auto watch = alive_.watch();
  listener_->on_end();
  return !watch.gone() && !closed_;
}

void DatagramConnection::quiet_passed() {
  const auto silent = loop_.now() - last_received_;
  const auto since_the_end = std::min(silent, *quiet_);
  if (since_the_end < *quiet_) return quiet_timer_.start(*quiet_ - since_the_end);
  switch (route_->check()) {
    case Route::Check::failed:
      return;
    case Route::Check::sent_again:
      return quiet_timer_.start(*quiet_);
    case Route::Check::nothing_new:
      return on_peer_end();
  }
}

void DatagramConnection::close_soon() {
  if (route_->check() != Route::Check::failed) close({});
}

void DatagramConnection::close(std::error_code cause) {
  closed_ = true;
  later_.cancel();
  quiet_timer_.stop();
  route_->stop_receiving();
  Listener& listener = *listener_;
  const auto watch = alive_.watch();
  if (cause && !finished_) listener.on_finish(cause);
  if (watch.gone()) return;
  token_.reset();
  listener.on_close(cause);
}

std::optional<SocketAddress> DatagramConnection::local_address() const {
  return route_->local_address();
}

const std::optional<SocketAddress>& DatagramConnection::remote_address() const {
  return route_->remote_address();
}

std::optional<std::string> DatagramConnection::peer_name() const {
  return route_->peer_name();
}

int DatagramConnection::descriptor() const {
  return route_->descriptor();
}

std::optional<DatagramCounts> DatagramConnection::datagrams() const {
  DatagramCounts counts = counts_;
  counts.dropped += route_->dropped();
  return counts;
}

}  // namespace netkit
