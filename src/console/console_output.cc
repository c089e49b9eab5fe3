// SPDX-License-Identifier: MIT
#include <netkit/console/console_output.h>

#include <fcntl.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/uv_error.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace netkit {
namespace {

bool reader_has_gone(int fd) {
  pollfd state{fd, 0, 0};
  return ::poll(&state, 1, 0) > 0;
}

}  // namespace

ConsoleOutput::ConsoleOutput(Loop& loop, int fd, Listener& listener)
    : descriptor_(fd, O_WRONLY),
      listener_(listener),
      readiness_(loop, descriptor_.get(), [this] { on_ready(); }),
      later_(loop, [this] { advance(); }) {}

void ConsoleOutput::write(Bytes bytes) {
  if (ending_ || failure_) return;
  const bool idle = queued() == 0;
  if (idle) {
    queue_.clear();
    sent_ = 0;
  }
  if (idle && may_write_now()) {
    const ssize_t count = descriptor_.write(bytes);
    if (count > 0) bytes = bytes.subspan(static_cast<std::size_t>(count));
    if (bytes.empty()) return;
    if (count < 0 && errno != EAGAIN && errno != EINTR) failure_ = errno_error(errno);
  }
  queue_.insert(queue_.end(), bytes.begin(), bytes.end());
  if (failure_ || !readiness_.can_watch()) return later_.schedule();
  readiness_.watch(EPOLLOUT);
}

bool ConsoleOutput::may_write_now() {
  if (descriptor_.never_waits() || !readiness_.can_watch()) return true;
  pollfd state{descriptor_.get(), POLLOUT, 0};
  return ::poll(&state, 1, 0) > 0;
}

void ConsoleOutput::watch_reader() {
  watches_reader_ = !shuts_down_;
  if (queued() == 0 && !ending_) be_idle();
}

void ConsoleOutput::be_idle() {
  if (watches_reader_) return readiness_.watch_hang_up();
  readiness_.watch(0);
}

// With an empty queue only a hang-up is waited for.
void ConsoleOutput::on_ready() {
  if (queued() == 0 && !ending_) {
    if (!reader_has_gone(descriptor_.get())) return;
    failure_ = errno_error(EPIPE);
  }
  advance();
}

void ConsoleOutput::end() {
  if (std::exchange(ending_, true) || failure_) return;
  if (queued() == 0) later_.schedule();
}

// Not for a socket: it may be in blocking mode, and splice(2) would wait for it.
bool ConsoleOutput::can_pump() const {
  const DescriptorKind kind = descriptor_.kind();
  const bool fit =
      kind == DescriptorKind::file || kind == DescriptorKind::pipe || kind == DescriptorKind::nothing;
  return fit && queued() == 0 && !ending_ && !failure_;
}

void ConsoleOutput::write_queue() {
  const ssize_t count = descriptor_.write(std::span(queue_).subspan(sent_));
  if (count > 0) sent_ += static_cast<std::size_t>(count);
  if (count < 0 && errno != EAGAIN && errno != EINTR) failure_ = errno_error(errno);
}

// Called from the loop: writes some of the queue and reports the result.
void ConsoleOutput::advance() {
  if (!failure_ && queued() > 0) write_queue();
  if (failure_) return finish(failure_);
  if (queued() > 0) {
    if (!readiness_.can_watch()) later_.schedule();
    return;
  }
  be_idle();
  queue_.clear();
  sent_ = 0;
  if (!ending_) return listener_.on_output_drain();
  readiness_.watch(0);
  if (shuts_down_) ::shutdown(descriptor_.get(), SHUT_WR);
  const int problem = descriptor_.close();
  finish(problem == 0 ? std::error_code() : errno_error(problem));
}

void ConsoleOutput::finish(std::error_code cause) {
  readiness_.watch(0);
  if (!std::exchange(finished_, true)) listener_.on_output_finish(cause);
}

}  // namespace netkit
