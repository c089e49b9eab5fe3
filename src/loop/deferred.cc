// SPDX-License-Identifier: MIT
#include <netkit/loop/deferred.h>

#include <netkit/loop/internal/cell.h>
#include <netkit/loop/loop.h>

#include <utility>

namespace netkit {

struct Deferred::Cell : internal::HandleCell<Deferred, uv_idle_t> {
  void run() {
    uv_idle_stop(&handle);
    internal::call_owner(this, &Deferred::callback_);
  }
};

Deferred::Deferred(Loop& loop, Callback callback) : cell_(new Cell{}), callback_(std::move(callback)) {
  uv_idle_init(loop.raw(), &cell_->handle);
  cell_->handle.data = cell_;
  cell_->owner = this;
}

Deferred::~Deferred() {
  internal::close_cell(cell_);
}

void Deferred::schedule() {
  uv_idle_start(&cell_->handle, [](uv_idle_t* idle) { internal::cell_of<Cell>(idle)->run(); });
}

void Deferred::cancel() {
  uv_idle_stop(&cell_->handle);
}

bool Deferred::scheduled() const {
  return uv_is_active(internal::as_handle(&cell_->handle)) != 0;
}

}  // namespace netkit
