// SPDX-License-Identifier: MIT
#include <netkit/stream/internal/read_coalescer.h>

#include <netkit/stream/pump_ends.h>

#include <limits>
#include <utility>

namespace netkit::internal {
namespace {

constexpr std::size_t coalesced = 256 * 1024;  // bytes for one wakeup: a few segments
constexpr std::size_t steady = 1024 * 1024;    // bytes without a lull, after which coalescing may pay
constexpr std::size_t never = std::numeric_limits<std::size_t>::max();
constexpr std::chrono::milliseconds longest_lull{1};  // how long fewer bytes may wait unread

}  // namespace

ReadCoalescer::ReadCoalescer(Loop& loop, PumpSource& source)
    : source_(source), lull_(loop, [this] { check(); }), begin_after_(steady) {
  lull_.unref();
}

void ReadCoalescer::wait() {
  waiting_since_ = Clock::now();
  if (coalescing_ && !lull_.running()) lull_.start(longest_lull);
}

void ReadCoalescer::wake() {
  if (!coalescing_ && in_lull()) streak_ = 0;
  waiting_since_.reset();
}

void ReadCoalescer::moved(std::size_t bytes) {
  streak_ += bytes;
  if (!coalescing_ && streak_ >= begin_after_) start();
}

bool ReadCoalescer::in_lull() const {
  return waiting_since_ && Clock::now() - *waiting_since_ >= longest_lull;
}

void ReadCoalescer::start() {
  streak_ = 0;
  coalescing_ = source_.set_low_water_mark(coalesced);
  if (!coalescing_) begin_after_ = never;
}

void ReadCoalescer::check() {
  if (!waiting_since_) return;
  if (!in_lull()) return lull_.start(longest_lull);
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
