// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>

#include <chrono>
#include <cstddef>
#include <optional>

namespace netkit::cli {

/// How many times and for how long to retry. With neither `times` nor `period` nothing is retried.
struct RetryPolicy {
  std::optional<std::size_t> times = {};                 ///< at most, after the first try
  std::optional<std::chrono::milliseconds> period = {};  ///< counted from the first try
  std::chrono::milliseconds first_delay{250};            ///< doubles with each try, up to 5 s
};

/// Whether a connection that failed like this may succeed later: the server, the name, the route or a port
/// of ours may be there by then. False for what stays as it is: a permission, a list, a path that is wrong.
bool may_pass(const Error& error);

/// Computes the delays between tries.
class Retries {
 public:
  using Duration = std::chrono::milliseconds;

  explicit Retries(const RetryPolicy& policy) : policy_(policy), delay_(policy.first_delay) {}

  /// How long to wait after a failed try, `passed` after the first one began: between half of the delay and
  /// all of it, as `random` is between 0 and 1. Absent: give up.
  std::optional<Duration> next(Duration passed, double random);

 private:
  RetryPolicy policy_;
  Duration delay_;
  std::size_t made_ = 0;
};

}  // namespace netkit::cli
