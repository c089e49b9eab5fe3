// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <stop_token>

namespace netkit {

class Loop;

/// Calls once, from the loop, after a stop was requested, in whatever thread. Does not keep the loop running.
class StopWatch {
 public:
  StopWatch(Loop& loop, const std::stop_token& token, std::move_only_function<void()> on_stop);
  ~StopWatch();
  StopWatch(const StopWatch&) = delete;
  StopWatch& operator=(const StopWatch&) = delete;

 private:
  struct Cell;
  struct Wake {
    Cell* cell;
    void operator()() const noexcept;
  };

  Cell* cell_;
  std::move_only_function<void()> on_stop_;
  std::optional<std::stop_callback<Wake>> callback_;
};

// Example:
//
//     Loop loop;
//     std::stop_source source;
//     StopWatch watch(loop, source.get_token(), [&loop] { loop.stop(); });
//     Timer forever(loop, [] {});
//     forever.start(std::chrono::hours(1));
//     std::jthread other([&source] { source.request_stop(); });
//     loop.run();

}  // namespace netkit
