// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

namespace netkit::bench {

/// How many answers took how long, to about a hundredth, in little memory: what this program holds counts
/// towards what the programs that it starts are said to have held.
class Latencies {
 public:
  void add(double seconds);
  std::uint64_t count() const { return count_; }
  /// What this part of the answers (0.99) took at most, in seconds; 0 if there was none.
  double quantile(double part) const;

 private:
  static constexpr std::size_t steps = 64;  ///< a doubling of time
  static constexpr std::size_t doublings = 36;

  std::array<std::uint32_t, steps * doublings> counts_{};  ///< from 1 ns up
  std::uint64_t count_ = 0;
};

}  // namespace netkit::bench
