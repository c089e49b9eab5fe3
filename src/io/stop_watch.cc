// SPDX-License-Identifier: MIT
#include <netkit/io/cell.h>
#include <netkit/io/loop.h>
#include <netkit/io/stop_watch.h>

#include <utility>

namespace netkit {

struct StopWatch::Cell : io::HandleCell<StopWatch, uv_async_t> {};

void StopWatch::Wake::operator()() const noexcept {
  uv_async_send(&cell->handle);
}

StopWatch::StopWatch(Loop& loop, const std::stop_token& token, std::move_only_function<void()> on_stop)
    : cell_(new Cell{}), on_stop_(std::move(on_stop)) {
  uv_async_init(loop.raw(), &cell_->handle, [](uv_async_t* async) {
    StopWatch* watch = io::cell_of<Cell>(async)->owner;
    if (watch == nullptr) return;
    auto tell = std::exchange(watch->on_stop_, nullptr);  // it may destroy us
    if (tell) tell();
  });
  uv_unref(io::as_handle(&cell_->handle));
  cell_->handle.data = cell_;
  cell_->owner = this;
  callback_.emplace(token, Wake{cell_});
}

StopWatch::~StopWatch() {
  callback_.reset();  // waits for one that runs in another thread
  io::close_cell(cell_);
}

}  // namespace netkit
