// SPDX-License-Identifier: MIT
#include <netkit/loop/loop_thread.h>

#include <netkit/loop/loop.h>

#include <utility>

namespace netkit {

LoopThread::LoopThread(Loop& loop)
    : loop_(loop), wakeup_(loop, [this] { do_work(); }), thread_([&loop] { loop.run(); }) {}

LoopThread::~LoopThread() {
  call([this] { loop_.stop(); });
  thread_.join();
}

void LoopThread::call(std::move_only_function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    work_ = std::move(work);
  }
  wakeup_.send();
  done_.acquire();
}

void LoopThread::do_work() {
  std::move_only_function<void()> work;
  {
    const std::lock_guard lock(mutex_);
    work = std::exchange(work_, nullptr);
  }
  if (!work) return;
  work();
  done_.release();
}

}  // namespace netkit
