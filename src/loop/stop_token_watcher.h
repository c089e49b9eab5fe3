// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/once.h>
#include <netkit/loop/wakeup.h>

#include <optional>
#include <stop_token>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Calls a function once, from the loop, after any thread has requested a stop. Does not keep the loop
/// running.
class StopTokenWatcher {
 public:
  StopTokenWatcher(Loop& loop, const std::stop_token& token, Once<> on_stop);
  StopTokenWatcher(const StopTokenWatcher&) = delete;
  StopTokenWatcher& operator=(const StopTokenWatcher&) = delete;

 private:
  struct Wake {
    Wakeup* wakeup;
    void operator()() const noexcept { wakeup->send(); }
  };

  Once<> on_stop_;
  Wakeup wakeup_;
  std::optional<std::stop_callback<Wake>>
      callback_;  // destroyed first, which waits for a call in another thread
};

// Example:
//
//     Loop loop;
//     std::stop_source source;
//     StopTokenWatcher watch(loop, source.get_token(), [&loop] { loop.stop(); });
//     Timer forever(loop, [] {});
//     forever.start(std::chrono::hours(1));
//     std::jthread other([&source] { source.request_stop(); });
//     loop.run();

}  // namespace netkit
