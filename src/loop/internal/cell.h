// SPDX-License-Identifier: MIT
#pragma once

#include <uv.h>

#include <utility>

namespace netkit::internal {

// What libuv may touch after its owner has gone sits in a heap cell: the owner clears the cell's way
// back to it and calls close_cell(); the close callback frees the cell.

/// A cell around one libuv handle and the way back to its owner.
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

/// Calls a function that the owner keeps. The call may destroy the owner; one that lives on gets its function
/// back.
template <typename Cell, typename Owner, typename Callback>
void call_owner(Cell* cell, Callback Owner::* callback) {
  if (cell->owner == nullptr) return;
  Callback call = std::move(cell->owner->*callback);
  call();
  if (cell->owner != nullptr) cell->owner->*callback = std::move(call);
}

/// Asks for the close and frees the cell afterwards. The owner is not called any more.
template <typename Cell>
void close_cell(Cell* cell) {
  cell->owner = nullptr;
  cell->handle.data = cell;
  uv_close(as_handle(&cell->handle), [](uv_handle_t* handle) { delete cell_of<Cell>(handle); });
}

}  // namespace netkit::internal
