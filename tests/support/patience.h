// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>

namespace netkit::test {

using Clock = std::chrono::steady_clock;
using Duration = std::chrono::milliseconds;

/// What a wait throws when the thing waited for has not come. GoogleTest reports it as a failure.
class TooLate : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A system call of the test's own that failed; never used for what netkit does.
[[noreturn]] void fail_errno(const std::string& what);

/// Whether this program, and so the netkit it was built with, carries a sanitizer.
bool sanitized();

/// How much slower than usual everything may be: 1, or 4 under a sanitizer; NETKIT_TEST_TIME_FACTOR
/// overrides.
int time_factor();

/// How long a test waits for something that ought to come soon.
Duration patience();

/// A duration that the machine's speed has a part in, stretched by time_factor().
Duration stretched(Duration duration);

/// A point in time to wait for at most.
class Deadline {
 public:
  explicit Deadline(Duration from_now = patience()) : at_(Clock::now() + from_now) {}

  bool passed() const { return Clock::now() >= at_; }
  Clock::time_point at() const { return at_; }
  int poll_timeout() const;  ///< milliseconds still to wait, for poll(2): rounded up, never negative

 private:
  Clock::time_point at_;
};

/// Lets time pass where that time is part of the scenario. Never a way to wait for something.
void elapse(Duration duration);

}  // namespace netkit::test
