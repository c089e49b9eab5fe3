// SPDX-License-Identifier: MIT
#include <netkit/loop/signals.h>

#include <netkit/loop/internal/cell.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/uv_error.h>

#include <csignal>
#include <memory>
#include <system_error>
#include <utility>

namespace netkit {
namespace {

bool is_ignored(int number) {
  struct sigaction action{};
  return sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

struct Signals::Cell : internal::HandleCell<Signals, uv_signal_t> {};

Signals::Signals(Loop& loop, std::initializer_list<int> numbers, Callback on_signal)
    : on_signal_(std::move(on_signal)) {
  for (const int number : numbers) {
    if (is_ignored(number)) continue;
    auto made = std::make_unique<Cell>();
    if (const int status = uv_signal_init(loop.raw(), &made->handle)) {
      for (Cell* cell : cells_) internal::close_cell(cell);
      throw std::system_error(uv_error(status), "signals");
    }
    Cell* const cell = made.release();
    cell->handle.data = cell;
    cell->owner = this;
    uv_signal_start(
        &cell->handle,
        [](uv_signal_t* handle, int received) {
          internal::call_owner(internal::cell_of<Cell>(handle), &Signals::on_signal_, received);
        },
        number);
    uv_unref(internal::as_handle(&cell->handle));
    cells_.push_back(cell);
  }
}

Signals::~Signals() {
  for (Cell* cell : cells_) internal::close_cell(cell);
}

}  // namespace netkit
