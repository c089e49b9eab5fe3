// SPDX-License-Identifier: MIT
#include <netkit/loop/wakeup.h>

#include <netkit/loop/internal/cell.h>
#include <netkit/loop/loop.h>

#include <utility>

namespace netkit {

struct Wakeup::Cell : internal::HandleCell<Wakeup, uv_async_t> {
  void fire() { internal::call_owner(this, &Wakeup::on_wakeup_); }
};

Wakeup::Wakeup(Loop& loop, std::move_only_function<void()> on_wakeup)
    : cell_(new Cell{}), on_wakeup_(std::move(on_wakeup)) {
  // This cannot fail: the loop already has the descriptor for it.
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
