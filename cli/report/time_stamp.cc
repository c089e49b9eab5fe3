// SPDX-License-Identifier: MIT
#include "cli/report/time_stamp.h"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <chrono>

namespace netkit::cli {

std::string time_stamp() {
  const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  const auto whole = std::chrono::floor<std::chrono::seconds>(now);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(whole)),
                     (now - whole).count());
}

}  // namespace netkit::cli
