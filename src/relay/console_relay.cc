// SPDX-License-Identifier: MIT
#include <netkit/relay/console_relay.h>

#include <netkit/loop/uv_error.h>

#include <cerrno>
#include <utility>

namespace netkit {

using Kind = ConsoleRelayOutcome::Kind;
using Side = Relay::Side;

namespace {

constexpr Side near = Side::first, far = Side::second;

}  // namespace

ConsoleRelay::ConsoleRelay(Loop& loop, Stream& near_stream, Stream& far_stream,
                           const ConsoleRelayOptions& options, Callback on_done)
    : far_(far_stream),
      options_(options),
      on_done_(std::move(on_done)),
      relay_(loop, near_stream, far_stream, *this),
      rule_(loop, near_stream, far_stream, options.peer_end,
            [this](PeerEndRule::Verdict verdict) { on_verdict(verdict); }),
      quit_timer_(loop, [this] { quit(); }) {}

void ConsoleRelay::start() {
  if (!options_.read_input) stop_input();
  if (options_.discard_received) relay_.discard(far);
  relay_.start();
}

void ConsoleRelay::wind_up() {
  stop_input();
  far_.destroy_soon();
}

void ConsoleRelay::on_received(Side from) {
  if (from == near) return rule_.on_sent();
  rule_.on_received();
}

// Either way the peer's end is passed on: it closes the output.
bool ConsoleRelay::on_end(Side from) {
  if (from == near) {
    input_over_ = true;
    if (!options_.end_with_input && !rule_.peer_ended()) return false;
    rule_.cancel();
    return true;
  }
  if (input_over_) {
    end_our_side();
  } else {
    rule_.on_peer_end();
  }
  return true;
}

void ConsoleRelay::on_verdict(PeerEndRule::Verdict verdict) {
  if (verdict == PeerEndRule::Verdict::input_left) outcome_.kind = Kind::input_left;
  if (verdict == PeerEndRule::Verdict::peer_gone)
    outcome_ = {Kind::peer_lost, errno_error(ECONNRESET), true, far_.unsent()};
  end_our_side();
}

void ConsoleRelay::end_our_side() {
  stop_input();
  relay_.end(far);
}

void ConsoleRelay::stop_input() {
  input_over_ = true;
  rule_.cancel();
  relay_.stop_reading(near);
}

void ConsoleRelay::on_finish(Side to) {
  if (to == far && options_.quit_after) quit_timer_.start(*options_.quit_after);
}

void ConsoleRelay::on_broken(Side side, const Relay::Ending& how) {
  if (side == near) {
    outcome_ = {how.while_sending ? Kind::output_failed : Kind::input_failed, how.cause, false,
                far_.unsent()};
    return finish();
  }
  if (outcome_.kind != Kind::peer_lost)
    outcome_ = {Kind::peer_lost, how.cause, how.while_sending, how.undelivered};
  stop_input();
}

void ConsoleRelay::quit() {
  outcome_.undelivered = far_.unsent();
  if (outcome_.undelivered > 0) outcome_.kind = Kind::not_delivered;
  relay_.abandon(far);
}

void ConsoleRelay::on_done(const Relay::Outcome& outcome) {
  if (outcome.second.cause && outcome_.kind != Kind::peer_lost)
    outcome_ = {Kind::peer_lost, outcome.second.cause, outcome.second.while_sending,
                outcome.second.undelivered};
  finish();
}

void ConsoleRelay::finish() {
  rule_.cancel();
  quit_timer_.stop();
  relay_.stop();
  on_done_(outcome_);
}

}  // namespace netkit
