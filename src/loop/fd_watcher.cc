// SPDX-License-Identifier: MIT
#include <netkit/loop/fd_watcher.h>

#include <netkit/loop/internal/cell.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/loop/uv_error.h>
#include <sys/epoll.h>

#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

namespace netkit {

struct FdWatcher::Cell : internal::HandleCell<FdWatcher, uv_poll_t> {
  UniqueFd epoll;
};

FdWatcher::FdWatcher(Loop& loop, int fd, Callback on_ready) : fd_(fd), on_ready_(std::move(on_ready)) {
  auto cell = std::make_unique<Cell>();
  cell->epoll.reset(epoll_create1(EPOLL_CLOEXEC));
  if (!cell->epoll) throw std::system_error(errno_error(errno), "epoll_create1");
  const int status = uv_poll_init(loop.raw(), &cell->handle, cell->epoll.get());
  if (status != 0) throw std::system_error(uv_error(status), "epoll_ctl");
  cell_ = cell.release();
  cell_->handle.data = cell_;
  cell_->owner = this;
  epoll_event event{};
  watchable_ = epoll_ctl(cell_->epoll.get(), EPOLL_CTL_ADD, fd, &event) == 0;
  // epoll reports hang-ups even if no events are requested, so the descriptor is added only while some are.
  if (watchable_) epoll_ctl(cell_->epoll.get(), EPOLL_CTL_DEL, fd, &event);
}

FdWatcher::~FdWatcher() {
  watch(0);
  internal::close_cell(cell_);
}

void FdWatcher::watch(std::uint32_t events) {
  uv_ref(internal::as_handle(&cell_->handle));
  request(events);
}

// epoll reports EPOLLHUP and EPOLLERR together with whatever events are requested.
void FdWatcher::watch_hang_up() {
  uv_unref(internal::as_handle(&cell_->handle));
  request(EPOLLERR);
}

void FdWatcher::request(std::uint32_t events) {
  if (!watchable_ || events == watched_) return;
  epoll_event event{};
  event.events = events;
  const int change = watched_ == 0 ? EPOLL_CTL_ADD : events == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_MOD;
  epoll_ctl(cell_->epoll.get(), change, fd_, &event);
  watched_ = events;
  if (events == 0) {
    uv_poll_stop(&cell_->handle);
    return;
  }
  uv_poll_start(&cell_->handle, UV_READABLE, [](uv_poll_t* handle, int, int) {
    internal::call_owner(internal::cell_of<Cell>(handle), &FdWatcher::on_ready_);
  });
}

}  // namespace netkit
