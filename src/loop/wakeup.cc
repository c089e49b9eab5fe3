// SPDX-License-Identifier: MIT
#include <netkit/loop/wakeup.h>

#include <netkit/loop/internal/cell.h>
#include <netkit/loop/loop.h>

#include <utility>

namespace netkit {

struct Wakeup::Cell : internal::HandleCell<Wakeup, uv_async_t> {
  void fire() { internal::call_owner(this, &Wakeup::on_nudge_); }
};

Wakeup::Wakeup(Loop& loop, std::move_only_function<void()> on_nudge)
    : cell_(new Cell{}), on_nudge_(std::move(on_nudge)) {
  // It cannot fail: the loop has its descriptor for this from the start.
  uv_async_init(loop.raw(), &cell_->handle,
                [](uv_async_t* async) { internal::cell_of<Cell>(async)->fire(); });
  cell_->handle.data = cell_;
  cell_->owner = this;
}

Wakeup::~Wakeup() {
  internal::close_cell(cell_);
}

void Wakeup::send() noexcept {
  uv_async_send(&cell_->handle);
}

void Wakeup::unref() {
  uv_unref(internal::as_handle(&cell_->handle));
}

}  // namespace netkit
