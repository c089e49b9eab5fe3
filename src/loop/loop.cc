// SPDX-License-Identifier: MIT
#include <netkit/loop/loop.h>

#include <uv.h>

#include <cassert>
#include <new>

namespace netkit {

Loop::Loop() : loop_(new uv_loop_t), buffer_(new std::byte[buffer_size]) {
  if (uv_loop_init(loop_.get()) != 0) throw std::bad_alloc();
}

Loop::~Loop() {
  // Twice: a stop() after the last run() ends the first call immediately.
  uv_run(loop_.get(), UV_RUN_DEFAULT);
  uv_run(loop_.get(), UV_RUN_DEFAULT);
  [[maybe_unused]] const int status = uv_loop_close(loop_.get());
  assert(status == 0 && "something made with this loop outlives it");
}

void Loop::run() {
  uv_run(loop_.get(), UV_RUN_DEFAULT);
}

void Loop::stop() {
  uv_stop(loop_.get());
}

std::chrono::milliseconds Loop::now() const {
  return std::chrono::milliseconds(uv_now(loop_.get()));
}

}  // namespace netkit
