// SPDX-License-Identifier: MIT
#include <netkit/relay/lane.h>

#include <netkit/stream/stream.h>

#include <cstddef>
#include <utility>

namespace netkit {
namespace {

// To start a pump takes a dozen system calls, as many as to read and write so much.
constexpr std::size_t bulk = 16 * 1024;  // bytes of one read

}  // namespace

void Lane::send(Bytes bytes) {
  if (to_.write(bytes)) {
    if (bytes.size() >= bulk) start_pump();
  } else {
    from_.pause();
  }
  set_route(Route::plain);
}

bool Lane::start_pump() {
  if (pump_ && !pump_->rested()) return false;  // what stopped it would stop another
  pump_ = Pump::start(loop_, from_, to_);
  return pump_ != nullptr;
}

void Lane::on_moved() {
  set_route(pump_->route());
}

void Lane::on_drain() {
  if (!stopped_ && !start_pump()) from_.resume();
}

void Lane::stop() {
  stopped_ = true;
  from_.pause();
  if (pump_) pump_->stop();
}

void Lane::set_route(Route route) {
  if (std::exchange(route_, route) != route && on_route_) on_route_(route);
}

}  // namespace netkit
