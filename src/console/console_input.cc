// SPDX-License-Identifier: MIT
#include <netkit/console/console_input.h>

#include <fcntl.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/uv_error.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace netkit {
namespace {

using std::chrono::milliseconds;

// No event reports that the process has come to the foreground.
constexpr milliseconds background_check{500};

}  // namespace

ConsoleInput::ConsoleInput(Loop& loop, int fd, std::size_t read_at_most, Callback on_input)
    : loop_(loop),
      read_at_most_(std::min(read_at_most, Loop::buffer_size)),
      descriptor_(fd, O_RDONLY),
      on_input_(std::move(on_input)),
      readiness_(loop, descriptor_.get(), [this] { read_once(); }),
      again_(loop, [this] { read_once(); }),
      polling_(readiness_.can_watch() && !descriptor_.never_waits()) {}

void ConsoleInput::resume() {
  if (over_ || std::exchange(reading_, true)) return;
  wait_for_input();
}

void ConsoleInput::pause() {
  reading_ = false;
  readiness_.watch(0);
  again_.stop();
}

void ConsoleInput::wait_for_input() {
  // epoll never reports a reopened FIFO as readable once its writers have gone, so read until EAGAIN first.
  if (polling_) return readiness_.watch(EPOLLIN);
  readiness_.watch(0);
  again_.start(milliseconds(0));
}

// Reading a terminal from the background would stop the process (SIGTTIN).
bool ConsoleInput::in_background() {
  if (descriptor_.kind() != DescriptorKind::terminal) return false;
  const pid_t foreground = ::tcgetpgrp(descriptor_.get());  // -1: not our controlling terminal
  return foreground > 0 && foreground != ::getpgrp();
}

void ConsoleInput::read_once() {
  if (in_background()) {
    readiness_.watch(0);
    return again_.start(background_check);
  }
  const auto space = loop_.receive_buffer().first(read_at_most_);
  const ssize_t count = descriptor_.read(space);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
    polling_ = readiness_.can_watch();
    return wait_for_input();
  }
  if (count > 0) {
    wait_for_input();
    return on_input_(space.first(static_cast<std::size_t>(count)), {});
  }
  const std::error_code cause = count < 0 ? errno_error(errno) : deferred_error_;
  pause();
  over_ = true;
  on_input_({}, cause);
}

bool ConsoleInput::can_pump() const {
  const DescriptorKind kind = descriptor_.kind();
  return !over_ &&
         (kind == DescriptorKind::file || kind == DescriptorKind::pipe || kind == DescriptorKind::socket);
}

bool ConsoleInput::has_input() const {
  // Input typed ahead at a terminal does not count: a person does not miss it.
  if (over_ || descriptor_.kind() == DescriptorKind::terminal) return false;
  if (descriptor_.kind() == DescriptorKind::nothing) return false;
  if (descriptor_.kind() == DescriptorKind::file) {
    struct stat file{};
    const off_t position = ::lseek(descriptor_.get(), 0, SEEK_CUR);
    return ::fstat(descriptor_.get(), &file) == 0 && (!S_ISREG(file.st_mode) || position < file.st_size);
  }
  if (descriptor_.kind() == DescriptorKind::socket) {
    std::byte first{};
    return ::recv(descriptor_.get(), &first, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
  }
  pollfd state{descriptor_.get(), POLLIN, 0};
  return ::poll(&state, 1, 0) > 0 && (state.revents & POLLIN) != 0;
}

}  // namespace netkit
