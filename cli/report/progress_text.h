// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace netkit::cli {

/// What has passed up to some moment.
struct Progress {
  std::uint64_t sent = 0, received = 0;  ///< bytes
  std::chrono::milliseconds at{0};       ///< since the connection began
};

/// "sent 12.0M  received 0  0:03  3.9M/s out  0/s in", with the rates since `before`.
std::string progress_text(const Progress& now, const Progress& before);

}  // namespace netkit::cli
