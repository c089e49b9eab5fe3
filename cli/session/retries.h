// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace netkit::cli {

/// How often and how long to try again. Neither `times` nor `period`: never.
struct RetryPolicy {
  std::optional<std::size_t> times = {};                 ///< after the first try
  std::optional<std::chrono::milliseconds> period = {};  ///< from the first try on
  std::chrono::milliseconds first_delay{250};            ///< doubles with each try, up to 5 s
};

/// The waits between the tries of one endeavour.
class Retries {
 public:
  using Duration = std::chrono::milliseconds;

  explicit Retries(const RetryPolicy& policy) : policy_(policy), delay_(policy.first_delay) {}

  /// A try has failed, this long after the first one began: how long to wait before the next, between half
  /// of the delay and all of it as `random` is between 0 and 1. Nothing: give up.
  std::optional<Duration> next(Duration passed, double random);

 private:
  RetryPolicy policy_;
  Duration delay_;
  std::size_t made_ = 0;
};

}  // namespace netkit::cli
