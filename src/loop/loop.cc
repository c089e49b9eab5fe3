// SPDX-License-Identifier: MIT
#include <netkit/loop/loop.h>

#include <netkit/loop/uv_error.h>
#include <uv.h>

#include <cassert>
#include <system_error>
#include <utility>

namespace netkit {

Loop::Loop() : loop_(new uv_loop_t), buffer_(new std::byte[buffer_size]) {
  if (const int status = uv_loop_init(loop_.get())) throw std::system_error(uv_error(status), "event loop");
  loop_->data = this;
}

Loop::~Loop() {
  // A handle that is not closed by now belongs to an object that outlives the loop: it must not be waited
  // for.
  uv_walk(loop_.get(), [](uv_handle_t* handle, void*) { uv_unref(handle); }, nullptr);
  // Twice: a stop() after the last run() ends the first call immediately.
  uv_run(loop_.get(), UV_RUN_DEFAULT);
  uv_run(loop_.get(), UV_RUN_DEFAULT);
  [[maybe_unused]] const int status = uv_loop_close(loop_.get());
  assert(status == 0 && "something made with this loop outlives it");
}

void Loop::run() {
  uv_run(loop_.get(), UV_RUN_DEFAULT);
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Loop::stop() {
  uv_stop(loop_.get());
}

void Loop::fail(std::exception_ptr failure) noexcept {
  if (!failure_) failure_ = std::move(failure);
  stop();
}

std::chrono::milliseconds Loop::now() const {
  return std::chrono::milliseconds(uv_now(loop_.get()));
}

}  // namespace netkit
