// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/timer.h>

#include <chrono>
#include <cstdint>
#include <functional>

namespace NETKIT_PUBLIC netkit {

class Loop;
class Stream;

/// What to do with our side of a connection when the peer has ended before our input.
enum class AfterPeerEnd : std::uint8_t {
  end,       ///< send what has been read, then end our side
  send_on,   ///< send the input to its own end
  find_out,  ///< send the input to its end if the peer still receives, else end our side after some silence
};

/// The choice of a PeerEndRule, and its times.
struct PeerEndOptions {
  AfterPeerEnd after_peer_end = AfterPeerEnd::find_out;
  std::chrono::milliseconds silence{2000};            ///< find_out: how long, if the peer had sent nothing
  std::chrono::milliseconds silence_after_data{250};  ///< find_out: how long, if it had sent something
  std::chrono::milliseconds hung_up{100};  ///< find_out: how long, if it has closed both directions
};

/// Decides when to stop waiting for our input after the peer has ended. Such a peer may have closed both
/// directions or may still receive; nothing on the wire shows which until it acknowledges or resets the next
/// bytes.
class PeerEndRule {
 public:
  /// Why our side ends now.
  enum class Verdict : std::uint8_t {
    complete,    ///< nothing is lost as far as can be known
    input_left,  ///< the input may have more
    peer_gone,   ///< the peer has closed and did not take everything that was sent
  };
  /// Our side is to be ended. Called at most once; if it is not called the input is sent to its own end.
  /// That stops only if the connection breaks.
  using OnVerdict = std::move_only_function<void(Verdict verdict)>;

  /// The streams must outlive the rule.
  PeerEndRule(Loop& loop, const Stream& input, const Stream& peer, const PeerEndOptions& options,
              OnVerdict on_verdict);

  void on_sent();      ///< input was sent to the peer
  void on_received();  ///< the peer sent something
  void on_peer_end();  ///< the peer has ended before the input; may call OnVerdict
  void cancel();       ///< our side has ended: OnVerdict is not called any more
  bool peer_ended() const { return peer_ended_; }

 private:
  void check();
  void check_hung_up();
  void send_on();

  Loop& loop_;
  const Stream& input_;
  const Stream& peer_;
  PeerEndOptions options_;
  OnVerdict on_verdict_;
  bool peer_ended_ = false;
  bool received_ = false;
  bool sent_since_end_ = false;
  bool sends_on_ = false;                                    // to the input's end
  std::chrono::milliseconds ended_at_{0}, silent_since_{0};  // on the loop's clock
  Timer timer_;
};

// Example:
//
//     // The peer has closed both directions: there is nothing to wait for.
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 && ::close(ends[1]) == 0);
//     Loop loop;
//     const auto peer = *StreamSocket::adopt(loop, UniqueFd(ends[0]), {});
//     Console console(loop, {.input = ::open("/dev/null", O_RDONLY | O_CLOEXEC),
//                            .output = ::open("/dev/null", O_WRONLY | O_CLOEXEC)});
//     bool ends_now = false;
//     PeerEndRule rule(loop, console, *peer, {}, [&](PeerEndRule::Verdict) { ends_now = true; });
//     rule.on_peer_end();
//     loop.run();
//     assert(ends_now);

}  // namespace netkit
