// SPDX-License-Identifier: MIT
#include <netkit/io/cell.h>
#include <netkit/io/loop.h>
#include <netkit/io/timer.h>

#include <algorithm>
#include <utility>

namespace netkit {

Timer::Timer(Loop& loop, Callback on_time) : cell_(new Cell{}), on_time_(std::move(on_time)) {
  uv_timer_init(loop.raw(), &cell_->handle);
  cell_->handle.data = cell_;
  cell_->owner = this;
}

Timer::~Timer() {
  io::close_cell(cell_);
}

void Timer::start(std::chrono::milliseconds after) {
  // libuv counts from the start of the round; a long callback before us must not shorten the time.
  uv_update_time(cell_->handle.loop);
  const auto count = std::max<std::chrono::milliseconds::rep>(after.count(), 0);
  uv_timer_start(&cell_->handle, fired, static_cast<std::uint64_t>(count), 0);
}

void Timer::stop() {
  uv_timer_stop(&cell_->handle);
}

bool Timer::running() const {
  return uv_is_active(io::as_handle(&cell_->handle)) != 0;
}

void Timer::fired(uv_timer_s* handle) {
  Cell* cell = io::cell_of<Cell>(handle);
  if (cell->owner == nullptr) return;
  auto on_time = std::move(cell->owner->on_time_);  // it may destroy the timer
  on_time();
  if (cell->owner != nullptr) cell->owner->on_time_ = std::move(on_time);
}

}  // namespace netkit
