// SPDX-License-Identifier: MIT
#include <netkit/socket/stream_socket.h>

#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netkit/loop/deferred.h>
#include <netkit/loop/timer.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/internal/sockaddr.h>
#include <netkit/socket/internal/socket_cell.h>
#include <netkit/socket/internal/stream_family.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

namespace netkit {
namespace {

using std::chrono::milliseconds;

// No event reports that the last byte has been acknowledged, so poll: often at first, then every 50 ms.
constexpr milliseconds longest_arrival_wait{50};

std::size_t queue_length(int fd, unsigned long request) {
  int count = 0;
  return ioctl(fd, request, &count) == 0 && count > 0 ? static_cast<std::size_t>(count) : 0;
}

std::error_code pending_error(int fd) {
  const int number = internal::get_option(fd, SOL_SOCKET, SO_ERROR);
  return number == 0 ? std::error_code() : errno_error(number);
}

// After a short read libuv 1.44.2 reports a hang-up as the end, even if it comes from a reset. Another read
// tells the two apart; it is not for a FIFO.
std::error_code error_before_end(int fd) {
  std::byte next{};
  const ssize_t count = ::recv(fd, &next, 1, MSG_PEEK | MSG_DONTWAIT);
  return count < 0 && errno != ENOTSOCK && errno != EAGAIN ? errno_error(errno) : std::error_code();
}

// The connection was reset or timed out: what is unsent now will not be sent.
bool is_dead(int fd) {
  tcp_info info{};
  socklen_t length = sizeof(info);
  return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0 && info.tcpi_state == TCP_CLOSE;
}

}  // namespace

// Polls until the last byte has been acknowledged.
struct StreamSocket::Arrival {
  Arrival(Loop& loop, Timer::Callback check) : timer(loop, std::move(check)) {}

  Timer timer;
  milliseconds wait{0};  // before the next check
};

// Bytes that were put back, until they are delivered again.
struct StreamSocket::Unread {
  Unread(Loop& loop, Bytes given, Deferred::Callback deliver)
      : bytes(given.begin(), given.end()), delivery(loop, std::move(deliver)) {}

  std::vector<std::byte> bytes;
  Deferred delivery;
};

StreamSocket::StreamSocket(internal::SocketCell* cell, const SocketOptions& options)
    : StreamSocket(cell, options, internal::remote_address_of(cell->fd())) {}

StreamSocket::StreamSocket(internal::SocketCell* cell, const SocketOptions& options,
                           std::optional<SocketAddress> remote)
    : cell_(cell),
      reset_at_end_(options.reset && is_tcp()),
      send_buffer_chosen_(options.early.send_buffer.has_value()),
      high_water_mark_(options.high_water_mark),
      remote_(std::move(remote)) {
  cell_->owner = this;
  cell_->read_at_most = std::min(options.read_buffer, Loop::buffer_size);
  if (is_tcp()) {
    internal::apply(cell_->fd(), options);
  } else {
    internal::apply_buffers(cell_->fd(), options.early);
  }
}

Result<std::unique_ptr<StreamSocket>> StreamSocket::adopt(Loop& loop, UniqueFd fd,
                                                          const SocketOptions& options) {
  const auto family = internal::stream_family(fd.get());
  if (!family) return std::unexpected(family.error());
  const int access = ::fcntl(fd.get(), F_GETFL) & O_ACCMODE;
  int status = 0;
  internal::SocketCell* cell = internal::SocketCell::open(loop, std::move(fd), *family, status);
  if (cell == nullptr) return std::unexpected(step_error(uv_error(status), "open"));
  std::unique_ptr<StreamSocket> socket(new StreamSocket(cell, options));
  socket->ended_ = access == O_WRONLY;
  socket->finished_ = access == O_RDONLY;
  return socket;
}

StreamSocket::~StreamSocket() {
  internal::close_cell(cell_);
}

void StreamSocket::start(Listener& listener) {
  listener_ = &listener;
  last_activity_ = cell_->loop->now();
  if (!paused_) start_reading();
}

void StreamSocket::start_reading() {
  if (unread_) return unread_->delivery.schedule();
  // If reading is started again after the end, libuv reports the end again.
  if (!ended_ && !closed_) cell_->start_reading();
}

void StreamSocket::pause() {
  paused_ = true;
  if (unread_) unread_->delivery.cancel();
  uv_read_stop(&cell_->stream);
}

void StreamSocket::resume() {
  if (std::exchange(paused_, false) && listener_ != nullptr) start_reading();
}

void StreamSocket::unread(Bytes bytes) {
  if (bytes.empty()) return;
  unread_ = std::make_unique<Unread>(*cell_->loop, bytes, [this] { deliver_unread(); });
  uv_read_stop(&cell_->stream);
  if (listener_ != nullptr && !paused_) start_reading();
}

void StreamSocket::deliver_unread() {
  const auto unread = std::move(unread_);
  start_reading();
  listener_->on_data(unread->bytes);
}

void StreamSocket::received(Bytes bytes) {
  bytes_read_ += bytes.size();
  touch();
  listener_->on_data(bytes);
}

void StreamSocket::received_end() {
  if (deferred_read_error_) return read_failed(deferred_read_error_);
  if (const auto error = error_before_end(cell_->fd())) return read_failed(error);
  ended_ = true;
  uv_read_stop(&cell_->stream);
  internal::SocketCell* cell = cell_;
  listener_->on_end();
  if (cell->owner == nullptr) return;
  if (const auto cause = break_cause()) return read_failed(cause);
  close_if_over();
}

void StreamSocket::read_failed(std::error_code cause) {
  close(failure_ ? failure_ : named(cause));
}

// What has broken the connection, and has not been reported by a read or a write.
std::error_code StreamSocket::break_cause() const {
  return error_behind_end_ ? error_behind_end_ : named(pending_error(cell_->fd()));
}

// Linux calls a reset EPIPE if the peer's FIN came before it (tcp_reset()). On a Unix-domain socket EPIPE
// means that the peer has closed.
std::error_code StreamSocket::named(std::error_code cause) const {
  return is_tcp() && cause == std::errc::broken_pipe ? errno_error(ECONNRESET) : cause;
}

bool StreamSocket::write(Bytes bytes) {
  if (ending_ || finished_) return true;
  bytes_written_ += bytes.size();
  touch();
  if (queued() == 0) {
    uv_buf_t buffer =
        uv_buf_init(const_cast<char*>(as_text(bytes).data()), static_cast<unsigned>(bytes.size()));
    const int sent = uv_try_write(&cell_->stream, &buffer, 1);
    if (sent > 0) bytes = bytes.subspan(static_cast<std::size_t>(sent));
    if (bytes.empty()) return true;
    // Reported from the loop, when the queued write fails; that failure itself would only be EPIPE.
    if (sent < 0 && sent != UV_EAGAIN) {
      failure_ = deferred_write_error_ ? deferred_write_error_ : uv_error(sent);
      keep_for_reading(failure_);
    }
  }
  internal::Outgoing& queue = cell_->ensure_outgoing();
  queue.waiting.insert(queue.waiting.end(), bytes.begin(), bytes.end());
  if (queue.sending.empty()) send_queue();
  wants_drain_ = wants_drain_ || queued() >= high_water_mark_;
  return !wants_drain_;
}

// The kernel reports an error once, so that reading would then find an end. EPIPE came behind an end.
void StreamSocket::keep_for_reading(std::error_code failure) {
  if (is_tcp() && failure != std::errc::broken_pipe) deferred_read_error_ = failure;
}

void StreamSocket::send_queue() {
  std::swap(cell_->outgoing->sending, cell_->outgoing->waiting);
  cell_->send();
}

void StreamSocket::written(std::error_code failure) {
  internal::Outgoing& queue = *cell_->outgoing;
  if (failure) {
    lost_ = queued();
    queue.sending.clear();
    queue.waiting.clear();
    if (!failure_) keep_for_reading(failure);
    const std::error_code cause = named(failure_ ? failure_ : failure);
    if (report_flush(cause)) finish(cause);
    return;
  }
  touch();
  queue.sending.clear();
  if (!queue.waiting.empty()) {
    send_queue();
  } else if (ending_) {
    send_fin();
  }
  if (!report_flush({}) || queued() > 0 || ending_ || closed_) return;
  if (std::exchange(wants_drain_, false)) listener_->on_drain();
}

// Returns false if the callback has destroyed the socket.
bool StreamSocket::report_flush(std::error_code failure) {
  auto& on_flush = cell_->outgoing->on_flush;
  if (!on_flush) return true;
  internal::SocketCell* cell = cell_;
  auto callback = std::exchange(on_flush, nullptr);
  callback(failure);
  if (cell->owner == nullptr) return false;
  if (!on_flush) on_flush = std::move(callback);
  return true;
}

void StreamSocket::end() {
  if (ending_ || finished_) return;
  ending_ = true;
  if (queued() == 0) send_fin();
}

// Called once the kernel has taken everything written.
void StreamSocket::send_fin() {
  if (!reset_at_end_) return cell_->shut_down();
  arrival_ = std::make_unique<Arrival>(*cell_->loop, [this] { reset_when_arrived(); });
  arrival_->timer.start(milliseconds(0));
}

// A FIFO ends only by its close. A socket that is not connected any more was reset, or gave up, behind the
// peer's end, and its FIN was not sent; or a borrower has sent that.
void StreamSocket::fin_sent(std::error_code failure) {
  if (failure == std::errc::not_connected && fin_sent_) failure = {};
  fin_sent_ = !failure;
  if (failure == std::errc::not_a_socket) return finish({});
  if (failure != std::errc::not_connected) return finish(failure);
  const std::error_code cause = break_cause();
  finish(cause ? cause : errno_error(ECONNRESET));
}

// A reset discards what has not been acknowledged and what has not been read, so wait for both; not for
// reading if that has stopped.
void StreamSocket::reset_when_arrived() {
  const int fd = cell_->fd();
  const bool unread_input = input_waits() && !(soon_ && paused_);
  if ((queue_length(fd, SIOCOUTQ) > 0 && !is_dead(fd)) || unread_input) return check_later();
  reset_on_close();
  soon_ = true;
  finish(unsent() > 0 ? errno_error(ECONNRESET) : std::error_code());
}

void StreamSocket::destroy_soon() {
  soon_ = true;
  end();
  if (finished_ && !arrival_) close_when_arrived();
}

void StreamSocket::finish(std::error_code cause) {
  if (finished_) return;
  finished_ = true;
  failure_ = cause;
  internal::SocketCell* cell = cell_;
  listener_->on_finish(cause);
  if (cell->owner != nullptr) cell->owner->close_if_over();
}

void StreamSocket::close_if_over() {
  if (!finished_ || (!ended_ && !soon_)) return;
  if (failure_) return close(failure_);
  if (const auto cause = break_cause()) return close(cause);
  const int fd = cell_->fd();
  if (!is_tcp() || queue_length(fd, SIOCOUTQ) == 0) return close({});
  if (is_dead(fd)) return close(unsent() > 0 ? errno_error(ECONNRESET) : std::error_code());
  close_when_arrived();
}

// Reports the close, the last event. Nothing is read after it, and further writes are dropped.
void StreamSocket::close(std::error_code cause) {
  if (std::exchange(closed_, true)) return;
  finished_ = true;
  if (arrival_) arrival_->timer.stop();
  uv_read_stop(&cell_->stream);
  listener_->on_close(cause);
}

void StreamSocket::close_when_arrived() {
  if (!arrival_) arrival_ = std::make_unique<Arrival>(*cell_->loop, [this] { close_if_over(); });
  check_later();
}

void StreamSocket::check_later() {
  arrival_->timer.start(arrival_->wait);
  arrival_->wait = std::clamp(arrival_->wait * 2, milliseconds(1), longest_arrival_wait);
}

void StreamSocket::read_into(ReadBuffer buffer) {
  cell_->read_buffer = std::make_unique<ReadBuffer>(std::move(buffer));
}

void StreamSocket::on_flush(std::move_only_function<void(std::error_code)> callback) {
  cell_->ensure_outgoing().on_flush = std::move(callback);
}

std::optional<PeerCredentials> StreamSocket::peer_credentials() const {
  ucred credentials{};
  socklen_t length = sizeof(credentials);
  const bool known =
      !is_tcp() && getsockopt(cell_->fd(), SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0;
  if (!known) return std::nullopt;
  return PeerCredentials{credentials.pid, credentials.uid, credentials.gid};
}

std::optional<SocketAddress> StreamSocket::local_address() const {
  return internal::local_address_of(cell_->fd());
}

void StreamSocket::reset_on_close() {
  if (!is_tcp()) return;
  internal::reset_on_close(cell_->fd());
  reset_at_end_ = true;
}

int StreamSocket::descriptor() const {
  return cell_->fd();
}

bool StreamSocket::is_tcp() const {
  return cell_->handle.type == UV_TCP;
}

std::size_t StreamSocket::queued() const {
  return cell_->outgoing ? cell_->outgoing->size() : 0;
}

std::size_t StreamSocket::unsent() const {
  // Of what is being sent, libuv counts only what the kernel has not taken.
  const std::size_t waiting = cell_->outgoing ? cell_->outgoing->waiting.size() : 0;
  const std::size_t here = uv_stream_get_write_queue_size(&cell_->stream) + waiting + lost_;
  if (!is_tcp()) return here;
  if (loan_) return unsent_by_borrower();
  const std::size_t in_kernel = queue_length(cell_->fd(), SIOCOUTQ);
  // SIOCOUTQ counts the FIN as one byte.
  return here + in_kernel - (fin_sent_ && in_kernel > 0 ? 1 : 0);
}

bool StreamSocket::hung_up() const {
  pollfd state{cell_->fd(), 0, 0};
  return ::poll(&state, 1, 0) > 0 && (state.revents & (POLLHUP | POLLERR)) != 0;
}

bool StreamSocket::input_waits() const {
  return !ended_ && queue_length(cell_->fd(), FIONREAD) > 0;
}

void StreamSocket::touch() {
  last_activity_ = cell_->loop->now();
}

}  // namespace netkit
