// SPDX-License-Identifier: MIT
#include "cli/report/progress_text.h"

#include <cstddef>
#include <string_view>

namespace netkit::cli {
namespace {

// By powers of 1024, with one digit behind the point.
std::string size_text(std::uint64_t bytes) {
  if (bytes < 1024) return std::to_string(bytes);
  constexpr std::string_view units = "kMGTPE";
  std::size_t unit = 0;
  for (; bytes >= std::uint64_t{1024} * 1024 && unit + 1 < units.size(); ++unit) bytes /= 1024;
  const std::uint64_t tenths = bytes * 10 / 1024;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + units[unit];
}

std::string time_text(std::chrono::milliseconds time) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
  const auto two_digits = [](auto number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const std::string minutes_on = two_digits(seconds % 60);
  if (seconds < 3600) return std::to_string(seconds / 60) + ":" + minutes_on;
  return std::to_string(seconds / 3600) + ":" + two_digits(seconds / 60 % 60) + ":" + minutes_on;
}

std::string rate_text(std::uint64_t bytes, std::chrono::milliseconds time) {
  return size_text(time.count() > 0 ? bytes * 1000 / static_cast<std::uint64_t>(time.count()) : 0) + "/s";
}

}  // namespace

std::string progress_text(const Progress& now, const Progress& before) {
  const auto passed = now.at - before.at;
  return "sent " + size_text(now.sent) + "  received " + size_text(now.received) + "  " + time_text(now.at) +
         "  " + rate_text(now.sent - before.sent, passed) + " out  " +
         rate_text(now.received - before.received, passed) + " in";
}

}  // namespace netkit::cli
