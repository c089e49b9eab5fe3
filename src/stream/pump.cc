// SPDX-License-Identifier: MIT
#include <netkit/stream/pump.h>

#include <fcntl.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/shared_descriptor.h>
#include <netkit/loop/uv_error.h>
#include <netkit/stream/internal/read_coalescer.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

namespace netkit {
namespace {

// Most bytes moved in one call, so that signals and other streams get their turn.
constexpr std::size_t most_per_call = 1024 * 1024;

constexpr std::chrono::milliseconds longest_idle{1000};

ssize_t splice(int from, int to) {
  return ::splice(from, nullptr, to, nullptr, most_per_call, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
}

Route route_between(int from, int to) {
  const DescriptorKind source = kind_of(from), sink = kind_of(to);
  if (source == DescriptorKind::pipe || sink == DescriptorKind::pipe) return Route::splice;
  return source == DescriptorKind::file ? Route::sendfile : Route::splice_twice;
}

// The kernel cannot move bytes between these descriptors; the streams themselves have not failed.
bool is_refusal(int error) {
  return error == EINVAL || error == ENOSYS || error == EOPNOTSUPP || error == EPERM || error == ENOMEM ||
         error == EIO;
}

// The call may succeed later.
bool is_temporary(int error) {
  return error == EAGAIN || error == EINTR;
}

bool is_ready(int fd, short events) {
  pollfd state{fd, events, 0};
  return ::poll(&state, 1, 0) != 0;
}

}  // namespace

std::unique_ptr<Pump> Pump::start(Loop& loop, Stream& from, Stream& to) {
  PumpSource* source = from.pump_source();
  PumpSink* sink = to.pump_sink();
  if (source == nullptr || sink == nullptr) return nullptr;
  const Route route = route_between(source->source_descriptor(), sink->sink_descriptor());
  std::unique_ptr<Pump> pump;
  try {
    pump.reset(new Pump(loop, from, to, route));
  } catch (const std::system_error&) {  // no descriptors left for it: the streams read and write
    return nullptr;
  }
  if (!pump->input_->can_watch() && !pump->output_->can_watch()) return nullptr;
  if (route == Route::splice_twice && !pump->pipe_in_) return nullptr;
  from.pause();
  sink->enlarge();
  pump->idle_timer_.unref();
  pump->rest_if_idle();
  // epoll never reports a reopened FIFO as readable once its writers have gone, so the first call only tries.
  // A shared socket may be in blocking mode, so it is read only when it is ready.
  if (kind_of(source->source_descriptor()) == DescriptorKind::socket) {
    pump->wait_for_input();
  } else {
    pump->wait_for_room();
  }
  return pump;
}

Pump::Pump(Loop& loop, Stream& from, Stream& to, Route route)
    : from_(from),
      to_(to),
      source_(*from.pump_source()),
      sink_(*to.pump_sink()),
      route_(route),
      input_(std::in_place, loop, source_.source_descriptor(), [this] { advance(); }),
      output_(std::in_place, loop, sink_.sink_descriptor(), [this] { advance(); }),
      coalescer_(std::make_unique<internal::ReadCoalescer>(loop, source_)),
      idle_timer_(loop, [this] { rest_if_idle(); }) {
  std::array<int, 2> ends{-1, -1};
  if (route != Route::splice_twice || ::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;
  pipe_out_.reset(ends[0]);
  pipe_in_.reset(ends[1]);
  ::fcntl(pipe_in_.get(), F_SETPIPE_SZ, static_cast<int>(most_per_call));  // if refused, it stays smaller
}

Pump::~Pump() = default;

void Pump::advance() {
  coalescer_->wake();
  taken_ = 0;
  if (route_ == Route::splice_twice) {
    move_through_pipe();
  } else {
    move_directly();
  }
  if (taken_ > 0) coalescer_->moved(taken_);
  if (taken_ > 0) idle_ = false;
  if (waiting_ == Side::source) coalescer_->wait();
  if (taken_ == 0) return;
  source_.moved_out(taken_);  // the listener may destroy the pump
}

// One call per turn of the loop: a second one would usually find one side not ready, and costs more than a
// turn.
void Pump::move_directly() {
  const int from = source_.source_descriptor(), to = sink_.sink_descriptor();
  const ssize_t count =
      route_ == Route::sendfile ? ::sendfile(to, from, nullptr, most_per_call) : splice(from, to);
  if (count == 0) return fall_back();
  if (count < 0) return failed_directly(errno);
  taken_ = static_cast<std::size_t>(count);
  sink_.moved_in(taken_);
}

void Pump::failed_directly(int error) {
  if (error == EAGAIN) return wait_for_slower_side();
  const bool reading = error != EPIPE && kind_of(source_.source_descriptor()) == DescriptorKind::socket;
  return reading ? read_failed(error) : write_failed(error);
}

void Pump::move_through_pipe() {
  if (held_ == 0) {
    const ssize_t count = splice(source_.source_descriptor(), pipe_in_.get());
    if (count == 0) return fall_back();
    if (count < 0) return read_failed(errno);
    held_ = taken_ = static_cast<std::size_t>(count);
    fill_pipe();
  }
  if (drain_pipe()) wait_for_input();
}

// splice(2) takes one segment of about 64 KiB at a time from a socket; fewer and larger writes cost less. A
// shared socket may be in blocking mode, so it is polled first. Another read finds the end again, but the
// kernel reports an error only once.
void Pump::fill_pipe() {
  const int from = source_.source_descriptor();
  while (held_ < most_per_call && is_ready(from, POLLIN)) {
    const ssize_t count = splice(from, pipe_in_.get());
    if (count < 0 && !is_refusal(errno) && !is_temporary(errno)) source_.defer_read_error(errno_error(errno));
    if (count <= 0) break;
    held_ += static_cast<std::size_t>(count);
  }
  taken_ = held_;
}

// Returns true if the pipe is empty.
bool Pump::drain_pipe() {
  while (held_ > 0) {
    const ssize_t count = splice(pipe_out_.get(), sink_.sink_descriptor());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      write_failed(count == 0 ? EIO : errno);
      return false;
    }
    held_ -= static_cast<std::size_t>(count);
    sink_.moved_in(static_cast<std::size_t>(count));
  }
  return true;
}

void Pump::wait_for_input() {
  if (!input_->can_watch()) return wait_for_room();
  waiting_ = Side::source;
  output_->watch(0);
  input_->watch(EPOLLIN);
}

void Pump::wait_for_room() {
  waiting_ = Side::sink;
  input_->watch(0);
  output_->watch(EPOLLOUT);
}

// The kernel does not report which of the two was not ready.
void Pump::wait_for_slower_side() {
  if (!is_ready(sink_.sink_descriptor(), POLLOUT)) return wait_for_room();
  wait_for_input();
}

void Pump::read_failed(int error) {
  if (is_temporary(error)) return wait_for_input();
  if (!is_refusal(error)) source_.defer_read_error(errno_error(error));
  fall_back();
}

void Pump::write_failed(int error) {
  if (error == EINTR) return;
  if (error == EAGAIN && output_->can_watch()) return wait_for_room();
  if (!is_refusal(error)) sink_.defer_write_error(errno_error(error));
  fall_back();
}

bool Pump::stop() {
  moving_ = false;
  input_.reset();
  output_.reset();
  coalescer_->stop();
  idle_timer_.stop();
  bool room = true;
  std::vector<std::byte> left(std::exchange(held_, 0));
  for (std::size_t done = 0; done < left.size();) {
    const ssize_t count = ::read(pipe_out_.get(), left.data() + done, left.size() - done);
    if (count <= 0) break;  // not reached: the pipe holds these bytes
    room = to_.write(std::span(left).subspan(done, static_cast<std::size_t>(count)));
    done += static_cast<std::size_t>(count);
  }
  pipe_in_.reset();
  pipe_out_.reset();
  return room;
}

// Called once a second: to start the timer again with each move would cost more.
void Pump::rest_if_idle() {
  const bool was_idle = std::exchange(idle_, waiting_ == Side::source);
  rested_ = was_idle && idle_;
  if (rested_) return fall_back();
  idle_timer_.start(longest_idle);
}

void Pump::fall_back() {
  if (stop()) from_.resume();
}

}  // namespace netkit
