// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/loop.h>
#include <uv.h>

#include <exception>
#include <utility>

namespace netkit::internal {

// Libuv uses a handle until the callback of its close runs, which is after the destructor of the object that
// owns it. So the handle is in a cell on the heap. The destructor of the owner calls close_cell(), which
// clears the cell's pointer to the owner; the close callback frees the cell.

/// A cell with one libuv handle and a pointer to its owner: null once the owner is destroyed.
template <typename Owner, typename Handle>
struct HandleCell {
  Handle handle;
  Owner* owner = nullptr;
};

/// The cell that a libuv handle belongs to.
template <typename Cell, typename Handle>
Cell* cell_of(Handle* handle) {
  return static_cast<Cell*>(handle->data);
}

template <typename Handle>
uv_handle_t* as_handle(Handle* handle) {
  return reinterpret_cast<uv_handle_t*>(handle);
}

/// Runs what a callback of libuv calls of ours. An exception must not unwind through libuv, which would be
/// left in the middle of its work: it stops the loop, and Loop::run() throws it.
template <typename Work>
void enter(const uv_loop_t* loop, Work work) noexcept {
  try {
    work();
  } catch (...) {
    static_cast<Loop*>(loop->data)->fail(std::current_exception());
  }
}

/// Calls a callback that is a member of the owner. The call may destroy the owner; otherwise the callback is
/// put back.
template <typename Cell, typename Owner, typename Callback, typename... Args>
void call_owner(Cell* cell, Callback Owner::* callback, Args... args) {
  if (cell->owner == nullptr) return;
  Callback call = std::move(cell->owner->*callback);
  enter(cell->handle.loop, [&] { call(args...); });
  if (cell->owner != nullptr) cell->owner->*callback = std::move(call);
}

/// Closes the handle, then frees the cell. The owner is not called any more.
template <typename Cell>
void close_cell(Cell* cell) {
  cell->owner = nullptr;
  cell->handle.data = cell;
  uv_close(as_handle(&cell->handle), [](uv_handle_t* handle) { delete cell_of<Cell>(handle); });
}

}  // namespace netkit::internal
