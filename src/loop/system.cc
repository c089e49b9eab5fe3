// SPDX-License-Identifier: MIT
#include <netkit/loop/system.h>

#include <sys/resource.h>
#include <uv.h>

#include <algorithm>
#include <limits>

namespace netkit {
namespace {

int as_int(rlim_t limit) {
  constexpr rlim_t most = std::numeric_limits<int>::max();
  return static_cast<int>(std::min(limit, most));
}

rlim_t soft_limit() {
  rlimit limit{RLIM_INFINITY, RLIM_INFINITY};
  getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

}  // namespace

std::uint64_t initial_descriptor_limit() {
  static const rlim_t at_first = soft_limit();
  return at_first;
}

DescriptorLimit raise_descriptor_limit() {
  initial_descriptor_limit();
  rlimit limit{RLIM_INFINITY, RLIM_INFINITY};
  getrlimit(RLIMIT_NOFILE, &limit);
  const int before = as_int(limit.rlim_cur);
  if (limit.rlim_cur < limit.rlim_max) {
    const rlimit raised{limit.rlim_max, limit.rlim_max};
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  return {before, as_int(limit.rlim_cur)};
}

unsigned usable_processors() {
  return uv_available_parallelism();
}

const char* libuv_version() {
  return uv_version_string();
}

}  // namespace netkit
