// SPDX-License-Identifier: MIT
#include "memory_stream.h"

#include <algorithm>
#include <utility>

namespace netkit::test {

struct MemoryPeer::State {
  Near* stream = nullptr;
  Stream::Listener* listener = nullptr;
  std::size_t high_water_mark = 0;
  std::deque<std::string> incoming;
  std::string queue, taken;
  std::error_code write_failure, read_failure, finish_cause;
  std::size_t unacknowledged = 0, lost = 0;
  bool held = false, hung_up = false, incoming_end = false;
  bool paused = false, ended = false;
  bool wants_drain = false, ending = false, finished = false, soon = false, closed = false;

  void take() { taken += std::exchange(queue, {}); }
  bool tell_about_writing();
  bool tell_about_reading();
};

class MemoryPeer::Near final : public Stream {
 public:
  explicit Near(std::shared_ptr<State> state) : state_(std::move(state)) {}
  ~Near() override {
    state_->stream = nullptr;
    state_->listener = nullptr;
  }

  void start(Listener& listener) override { state_->listener = &listener; }
  bool write(Bytes bytes) override;
  void end() override { state_->ending = true; }
  void destroy_soon() override { state_->soon = state_->ending = true; }
  void pause() override { state_->paused = true; }
  void resume() override { state_->paused = false; }
  std::size_t unsent() const override { return state_->queue.size() + state_->unacknowledged + state_->lost; }
  bool hung_up() const override { return state_->hung_up; }
  bool input_waits() const override { return !state_->incoming.empty(); }

 private:
  std::shared_ptr<State> state_;
};

bool MemoryPeer::Near::write(Bytes bytes) {
  if (state_->ending || state_->finished) return true;
  state_->queue += as_text(bytes);
  if (!state_->held && !state_->write_failure) state_->take();
  state_->wants_drain = state_->wants_drain || state_->queue.size() >= state_->high_water_mark;
  return !state_->wants_drain;
}

// One event at a time, reported last, since the listener may destroy the stream.
bool MemoryPeer::State::tell_about_writing() {
  if (finished) return false;
  if (write_failure) {
    finished = true;
    lost = std::exchange(queue, {}).size();
    finish_cause = write_failure;
    listener->on_finish(write_failure);
    return true;
  }
  if (!held && !queue.empty()) take();
  if (!queue.empty()) return false;
  if (ending) {
    finished = true;
    listener->on_finish({});
    return true;
  }
  if (!std::exchange(wants_drain, false)) return false;
  listener->on_drain();
  return true;
}

bool MemoryPeer::State::tell_about_reading() {
  if (paused || ended) return false;
  if (read_failure) {
    closed = true;
    listener->on_close(read_failure);
    return true;
  }
  if (!incoming.empty()) {
    const std::string chunk = std::move(incoming.front());
    incoming.pop_front();
    listener->on_data(as_bytes(chunk));
    return true;
  }
  if (!incoming_end) return false;
  ended = true;
  listener->on_end();
  return true;
}

bool MemoryPeer::turn() {
  const auto state = state_;  // the listener may destroy this
  if (state == nullptr || state->listener == nullptr || state->closed) return false;
  if (state->tell_about_writing()) return true;
  if (state->finished && (state->ended || state->soon)) {
    state->closed = true;
    state->listener->on_close(state->finish_cause);
    return true;
  }
  return state->tell_about_reading();
}

std::unique_ptr<Stream> MemoryPeer::open(std::size_t high_water_mark) {
  state_ = std::make_shared<State>();
  state_->high_water_mark = high_water_mark;
  auto stream = std::make_unique<Near>(state_);
  state_->stream = stream.get();
  return stream;
}

void MemoryPeer::send(std::string_view bytes) {
  state_->incoming.emplace_back(bytes);
}
void MemoryPeer::send_end() {
  state_->incoming_end = true;
}
void MemoryPeer::hold() {
  state_->held = true;
}
void MemoryPeer::let_go() {
  state_->held = false;
}
void MemoryPeer::break_writing(std::error_code cause) {
  state_->write_failure = cause;
}
void MemoryPeer::break_all(std::error_code cause) {
  state_->read_failure = cause;
}
void MemoryPeer::hang_up() {
  state_->hung_up = true;
}
void MemoryPeer::leave_unacknowledged(std::size_t bytes) {
  state_->unacknowledged = bytes;
}

const std::string& MemoryPeer::received() const {
  return state_->taken;
}
bool MemoryPeer::got_end() const {
  return state_->finished && !state_->finish_cause;
}
bool MemoryPeer::paused() const {
  return state_->paused;
}
bool MemoryPeer::closed() const {
  return state_->closed || destroyed();
}
bool MemoryPeer::destroyed() const {
  return state_->stream == nullptr;
}
bool MemoryPeer::must_close_soon() const {
  return state_->soon;
}
std::size_t MemoryPeer::not_read() const {
  return state_->incoming.size();
}
std::size_t MemoryPeer::queued() const {
  return state_->queue.size();
}

void settle(std::initializer_list<MemoryPeer*> peers) {
  const auto turn = [](MemoryPeer* peer) { return peer->turn(); };
  while (std::ranges::count_if(peers, turn) > 0) {
  }
}

}  // namespace netkit::test
