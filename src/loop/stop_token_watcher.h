// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/once.h>
#include <netkit/loop/wakeup.h>

#include <optional>
#include <stop_token>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Calls once, from the loop, after a stop was requested, in whatever thread. Does not keep the loop running.
class StopTokenWatcher {
 public:
  StopTokenWatcher(Loop& loop, const std::stop_token& token, Once<> on_stop);
  StopTokenWatcher(const StopTokenWatcher&) = delete;
  StopTokenWatcher& operator=(const StopTokenWatcher&) = delete;

 private:
  struct Wake {
    Wakeup* nudge;
    void operator()() const noexcept { nudge->send(); }
  };

  Once<> on_stop_;
  Wakeup nudge_;
  std::optional<std::stop_callback<Wake>>
      callback_;  // goes first, and waits for one that runs in another thread
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
