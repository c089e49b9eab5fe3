// SPDX-License-Identifier: MIT
#include <netkit/relay/relay.h>

#include <utility>

namespace netkit {

Relay::Relay(Loop& loop, Stream& first, Stream& second, Events& events)
    : events_(events),
      first_(*this, Side::first, loop, first, second),
      second_(*this, Side::second, loop, second, first) {}

void Relay::on_route(Side from, Lane::OnRoute callback) {
  end_of(from).lane.on_route(std::move(callback));
}

void Relay::start() {
  first_.stream.start(first_);
  second_.stream.start(second_);
}

void Relay::end(Side to) {
  stop_reading(other(to));
  end_of(to).stream.end();
}

void Relay::stop() {
  done_ = true;
  first_.lane.stop();
  second_.lane.stop();
}

void Relay::abandon(Side side) {
  closed(end_of(side));
}

// The other side sends what was read for it, then closes too.
void Relay::closed(End& end) {
  end.closed = true;
  first_.lane.stop();
  second_.lane.stop();
  if (!end.opposite().closed) return end.opposite().stream.destroy_soon();
  if (!std::exchange(done_, true)) events_.on_done({first_.ending, second_.ending});
}

void Relay::End::on_data(Bytes bytes) {
  relay.events_.on_received(side);
  if (!discarding) lane.send(bytes);
}

void Relay::End::on_moved(std::size_t) {
  relay.events_.on_received(side);
  lane.on_moved();
}

void Relay::End::on_drain() {
  opposite().lane.on_drain();
}

void Relay::End::on_end() {
  if (relay.events_.on_end(side)) relay.end(other(side));
}

void Relay::End::on_finish(std::error_code cause) {
  if (relay.done_) return;
  if (!cause) return relay.events_.on_finish(side);
  ending = {cause, true, stream.unsent()};
  opposite().lane.stop();
  relay.events_.on_broken(side, ending);
}

void Relay::End::on_close(std::error_code cause) {
  if (relay.done_) return;
  const bool breaks = cause && !ending.cause;
  if (breaks) ending = {cause, false, stream.unsent()};
  const auto watch = relay.alive_.watch();
  if (breaks && !opposite().closed) relay.events_.on_broken(side, ending);
  if (!watch.gone() && !relay.done_) relay.closed(*this);
}

}  // namespace netkit
