// SPDX-License-Identifier: MIT
#include <netkit/loop/loop_thread.h>

#include <netkit/loop/loop.h>
#include <netkit/loop/uv_error.h>

#include <system_error>
#include <utility>

namespace netkit {
namespace {

std::thread start_thread(std::move_only_function<void()> work) {
  try {
    return std::thread(std::move(work));
  } catch (const std::system_error& error) {
    throw std::system_error(errno_error(error.code().value()), "cannot start a thread");
  }
}

}  // namespace

LoopThread::LoopThread(Loop& loop, OnFailure on_failure)
    : loop_(loop),
      on_failure_(std::move(on_failure)),
      wakeup_(loop, [this] { do_work(); }),
      thread_(start_thread([this] { run(); })) {}

LoopThread::~LoopThread() {
  call([this] { loop_.stop(); });
  thread_.join();
}

void LoopThread::run() {
  while (true) {
    try {
      return loop_.run();
    } catch (...) {
      if (!on_failure_) throw;
      on_failure_(std::current_exception());
    }
  }
}

void LoopThread::call(std::move_only_function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    work_ = std::move(work);
  }
  wakeup_.send();
  done_.acquire();
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void LoopThread::do_work() {
  std::move_only_function<void()> work;
  {
    const std::lock_guard lock(mutex_);
    work = std::exchange(work_, nullptr);
  }
  if (!work) return;
  try {
    work();
  } catch (...) {
    failure_ = std::current_exception();
  }
  done_.release();
}

}  // namespace netkit
