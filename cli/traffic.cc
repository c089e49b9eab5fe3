// SPDX-License-Identifier: MIT
#include "cli/traffic.h"

#include <fmt/core.h>

#include <array>
#include <string_view>

namespace netkit::cli {
namespace {

std::string rate_text(std::uint64_t bytes, double seconds) {
  constexpr std::array<std::string_view, 4> units{"B/s", "KiB/s", "MiB/s", "GiB/s"};
  double rate = seconds > 0 ? static_cast<double>(bytes) / seconds : 0;
  std::size_t unit = 0;
  for (; rate >= 1024 && unit + 1 < units.size(); ++unit) rate /= 1024;
  return fmt::format("{:.{}f} {}", rate, unit == 0 ? 0 : 1, units[unit]);
}

}  // namespace

void Traffic::add(const StreamSocket& socket) {
  if (!since_) since_ = Clock::now();
  live_.insert(&socket);
}

void Traffic::remove(const StreamSocket& socket) {
  received_ += socket.bytes_read();
  sent_ += socket.bytes_written();
  live_.erase(&socket);
  until_ = Clock::now();
}

std::string Traffic::summary() const {
  std::uint64_t received = received_, sent = sent_;
  for (const StreamSocket* socket : live_) {
    received += socket->bytes_read();
    sent += socket->bytes_written();
  }
  std::chrono::duration<double> time{0};
  if (since_) time = (live_.empty() ? until_ : Clock::now()) - *since_;
  return fmt::format("received {} bytes, sent {} bytes in {:.3f}s ({}, {})", received, sent, time.count(),
                     rate_text(received, time.count()), rate_text(sent, time.count()));
}

}  // namespace netkit::cli
