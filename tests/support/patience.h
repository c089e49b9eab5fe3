// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>

namespace netkit::test {

using Clock = std::chrono::steady_clock;
using Duration = std::chrono::milliseconds;

/// Thrown when a wait has timed out. GoogleTest reports it as a failure.
class TooLate : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws for a system call of the test itself that failed; never for what netkit does.
[[noreturn]] void fail_errno(const std::string& what);

/// Whether this program, and so the netkit built with it, has a sanitizer.
bool sanitized();

/// The factor by which everything may be slower than usual: 1, or 4 with a sanitizer, or
/// NETKIT_TEST_TIME_FACTOR.
int time_factor();

/// How long a test waits for something that should happen soon.
Duration patience();

/// A duration that depends on the speed of the machine, multiplied by time_factor().
Duration stretched(Duration duration);

/// The time at which a wait ends.
class Deadline {
 public:
  explicit Deadline(Duration from_now = patience()) : at_(Clock::now() + from_now) {}

  bool passed() const { return Clock::now() >= at_; }
  Clock::time_point at() const { return at_; }
  int poll_timeout() const;  ///< milliseconds still to wait, for poll(2): rounded up, never negative

 private:
  Clock::time_point at_;
};

/// Lets time pass, where that is part of the scenario. Not to be used to wait for something.
void elapse(Duration duration);

}  // namespace netkit::test
