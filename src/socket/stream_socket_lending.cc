// SPDX-License-Identifier: MIT
// A socket that a child process uses: what happens to it is seen in the kernel's counters only.
#include <fcntl.h>
#include <netkit/loop/loop.h>
#include <netkit/socket/internal/socket_cell.h>
#include <netkit/socket/internal/tcp_counters.h>
#include <netkit/socket/stream_socket.h>
#include <poll.h>
#include <sys/ioctl.h>

#include <algorithm>

namespace netkit {
namespace {

void set_blocking(int fd, bool on) {
  const int flags = ::fcntl(fd, F_GETFL);
  ::fcntl(fd, F_SETFL, on ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

std::uint64_t count_of(int fd, unsigned long request) {
  int count = 0;
  return ::ioctl(fd, request, &count) == 0 && count > 0 ? static_cast<std::uint64_t>(count) : 0;
}

}  // namespace

int StreamSocket::lend() {
  const bool untouched = !unread_ && queued() == 0 && ready_state() == "open" && !failure_;
  if (!untouched || cell_->is_fifo()) return -1;
  const int fd = cell_->fd();
  Loan loan;
  if (const auto now = internal::tcp_counters(fd)) {
    loan.received = now->received - (now->peer_ended ? 1 : 0) - count_of(fd, FIONREAD);
    loan.sent = now->sent;
    loan.not_data = now->acknowledged + count_of(fd, TIOCOUTQ) - now->sent;
  }
  loan_ = std::make_unique<Loan>(loan);
  pause();
  set_blocking(fd, true);
  return fd;
}

// What the child has not read is read and counted from now on.
void StreamSocket::take_back() {
  const int fd = cell_->fd();
  set_blocking(fd, false);
  bytes_read_ = bytes_read() - std::min(bytes_read(), count_of(fd, FIONREAD));
  bytes_written_ = bytes_written();
  fin_sent_ = end_has_arrived();
  loan_.reset();
  touch();
}

bool StreamSocket::end_has_arrived() const {
  if (!loan_) return fin_sent_;
  const auto now = internal::tcp_counters(cell_->fd());
  return now && now->acknowledged - loan_->not_data > now->sent;
}

// TCP only.
std::size_t StreamSocket::unsent_by_borrower() const {
  const auto now = internal::tcp_counters(cell_->fd());
  if (!now) return 0;
  return now->sent - std::min(now->sent, now->acknowledged - loan_->not_data);
}

std::uint64_t StreamSocket::bytes_read() const {
  const auto now = loan_ ? internal::tcp_counters(cell_->fd()) : std::nullopt;
  if (!now) return bytes_read_;
  const bool fin = now->peer_ended || (hung_up() && !aborted());
  return bytes_read_ + now->received - loan_->received - (fin ? 1 : 0);
}

std::uint64_t StreamSocket::bytes_written() const {
  const auto now = loan_ ? internal::tcp_counters(cell_->fd()) : std::nullopt;
  return now ? bytes_written_ + now->sent - loan_->sent : bytes_written_;
}

std::chrono::milliseconds StreamSocket::last_activity() const {
  const auto now = loan_ ? internal::tcp_counters(cell_->fd()) : std::nullopt;
  return now ? std::max(last_activity_, cell_->loop->now() - now->idle) : last_activity_;
}

// The kernel reports a reset as an error until somebody has read it, perhaps the child. After that it looks
// like a connection that both sides have ended, but our FIN has not been acknowledged.
bool StreamSocket::aborted() const {
  pollfd state{cell_->fd(), 0, 0};
  if (::poll(&state, 1, 0) <= 0) return false;
  if ((state.revents & POLLERR) != 0) return true;
  return (state.revents & POLLHUP) != 0 && !end_has_arrived();
}

}  // namespace netkit
