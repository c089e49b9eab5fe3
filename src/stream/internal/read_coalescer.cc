// SPDX-License-Identifier: MIT
#include <netkit/stream/internal/read_coalescer.h>

#include <netkit/loop/loop.h>
#include <netkit/stream/pump_ends.h>

#include <limits>
#include <utility>

namespace netkit::internal {
namespace {

constexpr std::size_t many = 256 * 1024;     // a few segments of what the kernel sends at once
constexpr std::size_t steady = 1024 * 1024;  // without a lull: it may be worth it
constexpr std::size_t never = std::numeric_limits<std::size_t>::max();
constexpr std::chrono::milliseconds patience{1};  // with what wakes nobody

}  // namespace

ReadCoalescer::ReadCoalescer(Loop& loop, PumpSource& source)
    : loop_(loop), source_(source), lull_(loop, [this] { look(); }), begin_after_(steady) {
  lull_.unref();
}

void ReadCoalescer::moved(std::size_t bytes) {
  const auto now = loop_.now();
  if (!coalescing_ && now - last_ > patience) streak_ = 0;
  last_ = now;
  streak_ += bytes;
  if (!coalescing_ && streak_ >= begin_after_) start();
}

void ReadCoalescer::start() {
  streak_ = 0;
  coalescing_ = source_.set_low_water_mark(many);
  if (coalescing_) return lull_.start(patience);
  begin_after_ = never;
}

void ReadCoalescer::look() {
  if (loop_.now() - last_ < patience) return lull_.start(patience);
  begin_after_ = streak_ > begin_after_ ? steady : begin_after_ * 2;
  streak_ = 0;
  end();
}

void ReadCoalescer::end() {
  if (!std::exchange(coalescing_, false)) return;
  lull_.stop();
  source_.set_low_water_mark(1);
}

void ReadCoalescer::stop() {
  begin_after_ = never;
  end();
}

}  // namespace netkit::internal
