// SPDX-License-Identifier: MIT
#include <netkit/loop/timer.h>

#include <netkit/loop/internal/cell.h>
#include <netkit/loop/loop.h>

#include <cstdint>
#include <utility>

namespace netkit {

// A delay of 0 ms uses an idle handle: libuv 1.44.2 calls a timer of 0 ms that restarts itself again and
// again in the same round, and no other handle runs.
struct Timer::Cell : internal::HandleCell<Timer, uv_timer_t> {
  uv_idle_t next_round;

  void fire() { internal::call_owner(this, &Timer::on_time_); }
};

Timer::Timer(Loop& loop, Callback on_time) : cell_(new Cell{}), on_time_(std::move(on_time)) {
  uv_timer_init(loop.raw(), &cell_->handle);
  uv_idle_init(loop.raw(), &cell_->next_round);
  cell_->handle.data = cell_->next_round.data = cell_;
  cell_->owner = this;
}

Timer::~Timer() {
  cell_->owner = nullptr;
  uv_close(internal::as_handle(&cell_->next_round),
           [](uv_handle_t* handle) { internal::close_cell(internal::cell_of<Cell>(handle)); });
  uv_timer_stop(&cell_->handle);
}

void Timer::start(std::chrono::milliseconds after) {
  stop();
  if (after.count() <= 0) {
    uv_idle_start(&cell_->next_round, [](uv_idle_t* idle) {
      uv_idle_stop(idle);
      internal::cell_of<Cell>(idle)->fire();
    });
    return;
  }
  // libuv counts from the start of the round; the callbacks before this call must not shorten the delay.
  uv_update_time(cell_->handle.loop);
  uv_timer_start(
      &cell_->handle, [](uv_timer_t* timer) { internal::cell_of<Cell>(timer)->fire(); },
      static_cast<std::uint64_t>(after.count()), 0);
}

void Timer::stop() {
  uv_timer_stop(&cell_->handle);
  uv_idle_stop(&cell_->next_round);
}

void Timer::ref() {
  uv_ref(internal::as_handle(&cell_->handle));
  uv_ref(internal::as_handle(&cell_->next_round));
}

void Timer::unref() {
  uv_unref(internal::as_handle(&cell_->handle));
  uv_unref(internal::as_handle(&cell_->next_round));
}

bool Timer::running() const {
  return uv_is_active(internal::as_handle(&cell_->handle)) != 0 ||
         uv_is_active(internal::as_handle(&cell_->next_round)) != 0;
}

}  // namespace netkit
