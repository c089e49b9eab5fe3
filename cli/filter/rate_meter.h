// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>

namespace netkit::cli {

/// How many bytes may pass at a rate. What is left unused counts for 150 ms only.
class RateMeter {
 public:
  using Time = std::chrono::milliseconds;  ///< of any clock that goes forward

  explicit RateMeter(std::size_t bytes_per_second) : bytes_per_second_(bytes_per_second) {}

  /// Bytes that may pass now.
  std::size_t allowed(Time now);
  /// So many have passed. More than allowed is made up for later.
  void pass(std::size_t bytes) { credit_ -= static_cast<double>(bytes); }
  /// How long to wait until bytes may pass again; at least 50 ms, so that many may. 0: some may pass now.
  Time wait(Time now);

 private:
  void advance(Time now);
  double limit() const;

  std::size_t bytes_per_second_;
  bool started_ = false;
  Time last_{0};
  double credit_ = 0;  // bytes
};

}  // namespace netkit::cli
