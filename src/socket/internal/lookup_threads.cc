// SPDX-License-Identifier: MIT
#include <netkit/socket/internal/lookup_threads.h>

#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace netkit::internal {
namespace {

constexpr int most_threads = 64;

class LookupThreads {
 public:
  bool run(std::move_only_function<void()>& work) {
    const std::lock_guard lock(mutex_);
    if (threads_ < most_threads && start_thread()) ++threads_;
    if (threads_ == 0) return false;
    waiting_.push_back(std::move(work));
    return true;
  }

 private:
  bool start_thread() {
    try {
      std::thread([this] { work_off(); }).detach();
      return true;
    } catch (const std::system_error&) {
      return false;
    }
  }

  void work_off() {
    std::unique_lock lock(mutex_);
    while (!waiting_.empty()) {
      auto work = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      work();
      work = nullptr;
      lock.lock();
    }
    --threads_;
  }

  std::mutex mutex_;
  std::deque<std::move_only_function<void()>> waiting_;
  int threads_ = 0;
};

}  // namespace

bool run_in_lookup_thread(std::move_only_function<void()>& work) {
  // Never destroyed: a thread may outlive main().
  static auto& threads = *new LookupThreads;
  return threads.run(work);
}

}  // namespace netkit::internal
