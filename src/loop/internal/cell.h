// SPDX-License-Identifier: MIT
#pragma once

#include <uv.h>

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

/// Asks for the close and frees the cell afterwards. The owner is not called any more.
template <typename Cell>
void close_cell(Cell* cell) {
  cell->owner = nullptr;
  cell->handle.data = cell;
  uv_close(as_handle(&cell->handle), [](uv_handle_t* handle) { delete cell_of<Cell>(handle); });
}

}  // namespace netkit::internal
