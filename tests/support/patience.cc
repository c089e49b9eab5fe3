// SPDX-License-Identifier: MIT
#include "patience.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define NETKIT_TEST_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define NETKIT_TEST_SANITIZED 1
#endif
#endif

namespace netkit::test {

void fail_errno(const std::string& what) {
  throw std::runtime_error(what + ": " + std::strerror(errno));
}

bool sanitized() {
#ifdef NETKIT_TEST_SANITIZED
  return true;
#else
  return false;
#endif
}

int time_factor() {
  static const int factor = [] {
    const char* text = std::getenv("NETKIT_TEST_TIME_FACTOR");
    const int given = text == nullptr ? 0 : std::atoi(text);
    if (given > 0) return given;
    return sanitized() ? 4 : 1;
  }();
  return factor;
}

Duration patience() {
  return stretched(std::chrono::seconds(25));
}

Duration stretched(Duration duration) {
  return duration * time_factor();
}

int Deadline::poll_timeout() const {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(at_ - Clock::now()).count();
  return static_cast<int>(std::clamp<long long>(left, 0, 1'000'000'000));
}

void elapse(Duration duration) {
  const Deadline end(duration);
  while (!end.passed()) ::poll(nullptr, 0, end.poll_timeout());
}

}  // namespace netkit::test
