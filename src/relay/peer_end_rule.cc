// SPDX-License-Identifier: MIT
#include <netkit/relay/peer_end_rule.h>

#include <netkit/loop/loop.h>
#include <netkit/stream/stream.h>

#include <utility>

namespace netkit {

using std::chrono::milliseconds;

namespace {

// No event reports that the peer has taken what was sent after its end, or never will, so poll.
constexpr milliseconds poll_interval{10};
constexpr milliseconds sending_on_interval{250};

}  // namespace

PeerEndRule::PeerEndRule(Loop& loop, const Stream& input, const Stream& peer, const PeerEndOptions& options,
                         OnVerdict on_verdict)
    : loop_(loop),
      input_(input),
      peer_(peer),
      options_(options),
      on_verdict_(std::move(on_verdict)),
      timer_(loop, [this] { check(); }) {}

void PeerEndRule::on_sent() {
  sent_since_end_ = peer_ended_;
  silent_since_ = loop_.now();
}

void PeerEndRule::on_received() {
  received_ = true;
}

void PeerEndRule::on_peer_end() {
  peer_ended_ = true;
  ended_at_ = silent_since_ = loop_.now();
  switch (options_.after_peer_end) {
    case AfterPeerEnd::send_on:
      return send_on();
    case AfterPeerEnd::end:
      return on_verdict_(input_.input_waits() ? Verdict::input_left : Verdict::complete);
    case AfterPeerEnd::find_out:
      return check();
  }
}

void PeerEndRule::cancel() {
  timer_.stop();
}

void PeerEndRule::send_on() {
  sends_on_ = true;
  timer_.start(sending_on_interval);
}

void PeerEndRule::check() {
  const std::size_t unsent = peer_.unsent();
  const bool hung_up = peer_.hung_up();
  if (hung_up && unsent > 0) return on_verdict_(Verdict::peer_gone);
  if (sends_on_) return timer_.start(sending_on_interval);
  if (hung_up) return check_hung_up();
  if (sent_since_end_ && unsent == 0) return send_on();  // the peer took it, so it still receives
  if (unsent > 0) silent_since_ = loop_.now();
  const milliseconds limit = received_ ? options_.silence_after_data : options_.silence;
  if (loop_.now() - silent_since_ < limit) return timer_.start(poll_interval);
  on_verdict_(received_ ? Verdict::complete : Verdict::input_left);
}

// Nothing can be sent any more. The input may be at its end, which is then about to be seen.
void PeerEndRule::check_hung_up() {
  if (input_.input_waits()) return on_verdict_(Verdict::input_left);
  if (loop_.now() - ended_at_ < options_.hung_up) return timer_.start(poll_interval);
  on_verdict_(received_ ? Verdict::complete : Verdict::input_left);
}

}  // namespace netkit
