// SPDX-License-Identifier: MIT
#include <netkit/relay/relay.h>

#include <netkit/loop/loop.h>
#include <netkit/loop/uv_error.h>

#include <cerrno>
#include <utility>

namespace netkit {

using std::chrono::milliseconds;
using Kind = RelayOutcome::Kind;

namespace {

// How often we look whether the peer received what was sent after its end: nothing tells us.
constexpr milliseconds look_again{10};

}  // namespace

Relay::Relay(Loop& loop, Stream& near, Stream& far, const RelayOptions& options, Callback on_done)
    : loop_(loop),
      near_(near),
      far_(far),
      options_(options),
      on_done_(std::move(on_done)),
      to_far_(loop, near, far),
      to_near_(loop, far, near),
      find_out_timer_(loop, [this] { find_out(); }),
      quit_timer_(loop, [this] { quit(); }) {}

void Relay::start() {
  if (!options_.read_input) stop_input();
  near_.start(near_side_);
  far_.start(far_side_);
}

void Relay::wind_up() {
  stop_input();
  find_out_timer_.stop();
  far_.destroy_soon();
}

// Input to peer.

void Relay::NearSide::on_data(Bytes bytes) {
  relay.sending();
  relay.to_far_.send(bytes);
}

void Relay::NearSide::on_moved(std::size_t) {
  relay.sending();
  relay.to_far_.on_moved();
}

void Relay::sending() {
  sent_since_ = peer_ended_;
  silent_since_ = loop_.now();
}

void Relay::FarSide::on_drain() {
  relay.to_far_.on_drain();
}

void Relay::NearSide::on_end() {
  relay.input_over_ = true;
  if (relay.options_.end_with_input || relay.peer_ended_) relay.our_end();
}

void Relay::our_end() {
  stop_input();
  find_out_timer_.stop();
  far_.end();
}

void Relay::stop_input() {
  input_over_ = true;
  to_far_.stop();
}

void Relay::FarSide::on_finish(std::error_code cause) {
  if (!cause) {
    if (relay.options_.quit_after) relay.quit_timer_.start(*relay.options_.quit_after);
    return;
  }
  // Sending is over; what the peer has sent is still read to its end.
  relay.outcome_ = {Kind::peer_lost, cause, true, relay.far_.unsent()};
  relay.find_out_timer_.stop();
  relay.stop_input();
}

// Peer to output.

void Relay::FarSide::on_data(Bytes bytes) {
  relay.peer_sent_ = true;
  if (relay.options_.discard_received) return;
  relay.to_near_.send(bytes);
}

void Relay::FarSide::on_moved(std::size_t) {
  relay.peer_sent_ = true;
  relay.to_near_.on_moved();
}

void Relay::NearSide::on_drain() {
  relay.to_near_.on_drain();
}

void Relay::FarSide::on_end() {
  relay.near_.end();
  relay.peer_ended();
}

// What becomes of our side once the peer has ended.
void Relay::peer_ended() {
  peer_ended_ = true;
  if (input_over_) return our_end();
  switch (options_.after_peer_end) {
    case RelayOptions::AfterPeerEnd::send_on:
      return;
    case RelayOptions::AfterPeerEnd::end:
      if (near_.input_waits()) outcome_.kind = Kind::input_left;
      return our_end();
    case RelayOptions::AfterPeerEnd::find_out:
      silent_since_ = loop_.now();
      return find_out();
  }
}

void Relay::find_out() {
  const std::size_t unsent = far_.unsent();
  if (far_.hung_up()) {
    if (unsent > 0) {
      outcome_ = {Kind::peer_lost, errno_error(ECONNRESET), true, unsent};
    } else if (near_.input_waits()) {
      outcome_.kind = Kind::input_left;
    }
    return our_end();
  }
  if (sent_since_ && unsent == 0) return;  // it was taken: the peer receives
  if (unsent > 0) silent_since_ = loop_.now();
  const milliseconds limit = peer_sent_ ? options_.silence_after_data : options_.silence;
  if (loop_.now() - silent_since_ < limit) return find_out_timer_.start(look_again);
  if (!peer_sent_) outcome_.kind = Kind::input_left;
  our_end();
}

// Ends of both.

void Relay::NearSide::on_finish(std::error_code cause) {
  if (cause) return relay.failed(Kind::output_failed, cause);
  relay.output_closed_ = true;
  relay.settle();
}

void Relay::NearSide::on_close(std::error_code cause) {
  if (cause) return relay.failed(Kind::input_failed, cause);
}

void Relay::failed(Kind what, std::error_code cause) {
  outcome_ = {what, cause, false, far_.unsent()};
  done();
}

void Relay::FarSide::on_close(std::error_code cause) {
  relay.far_closed_ = true;
  if (cause && relay.outcome_.kind != Kind::peer_lost) {
    relay.outcome_ = {Kind::peer_lost, cause, false, relay.far_.unsent()};
  }
  relay.stop_input();
  relay.quit_timer_.stop();
  relay.to_near_.stop();
  relay.near_.end();
  relay.settle();
}

void Relay::quit() {
  outcome_.undelivered = far_.unsent();
  if (outcome_.undelivered > 0) outcome_.kind = Kind::not_delivered;
  to_near_.stop();
  far_closed_ = true;
  near_.end();
  settle();
}

void Relay::settle() {
  if (far_closed_ && output_closed_) done();
}

void Relay::done() {
  find_out_timer_.stop();
  quit_timer_.stop();
  to_far_.stop();
  to_near_.stop();
  if (!on_done_) return;
  auto on_done = std::exchange(on_done_, nullptr);  // it may destroy us
  on_done(RelayOutcome(outcome_));
}

}  // namespace netkit
