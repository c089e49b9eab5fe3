// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/once.h>
#include <netkit/loop/timer.h>
#include <netkit/relay/peer_end_rule.h>
#include <netkit/relay/relay.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <system_error>
#include <utility>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// How the console and a peer are joined. "Our side" is what we send to the peer.
struct ConsoleRelayOptions {
  PeerEndOptions peer_end;        ///< what to do when the peer ends before the input
  bool read_input = true;         ///< send the input; if false our side ends when the peer has ended
  bool end_with_input = true;     ///< end our side with the input; if false when the peer has ended
  bool discard_received = false;  ///< read and drop what the peer sends
  std::optional<std::chrono::milliseconds>
      quit_after;  ///< how long to wait for the peer after our side has ended; absent: without limit
};

/// How a relay ended.
struct ConsoleRelayOutcome {
  /// What failed, if anything.
  enum class Kind : std::uint8_t {
    complete,       ///< both sides ended, everything arrived
    input_left,     ///< our side ended while the input may have had more
    peer_lost,      ///< the connection broke, with `cause`
    not_delivered,  ///< quit_after ran out while bytes had not arrived
    input_failed,   ///< the input could not be read, with `cause`
    output_failed,  ///< the output could not be written, with `cause`
  };
  Kind kind = Kind::complete;
  std::error_code cause;
  bool while_sending = false;   ///< peer_lost: a write failed
  std::size_t undelivered = 0;  ///< bytes of the input that were read and have not reached the peer
};

/// A Relay between the console and a peer, which it treats differently: the peer's end closes the output, and
/// a PeerEndRule decides whether the rest of the input is sent. A broken output ends the relay immediately; a
/// broken connection is still read to its end.
class ConsoleRelay final : private Relay::Events {
 public:
  using Callback = Once<ConsoleRelayOutcome>::Function;

  /// `near` is the console, `far` the peer; both must outlive the relay. `on_done` is called once, from the
  /// loop, and may destroy the relay and both streams.
  ConsoleRelay(Loop& loop, Stream& near, Stream& far, const ConsoleRelayOptions& options, Callback on_done);

  /// Calls `callback` each time the Route of the input, or of what the peer sends, changes. To be called
  /// before start().
  void on_input_route(Lane::OnRoute callback) { relay_.on_route(Relay::Side::first, std::move(callback)); }
  void on_output_route(Lane::OnRoute callback) { relay_.on_route(Relay::Side::second, std::move(callback)); }

  void start();
  /// Reads no more input and closes once everything read has arrived, without waiting for the peer's end.
  void wind_up();

 private:
  void on_received(Relay::Side from) override;
  bool on_end(Relay::Side from) override;
  void on_finish(Relay::Side to) override;
  void on_broken(Relay::Side side, const Relay::Ending& how) override;
  void on_done(const Relay::Outcome& outcome) override;

  void on_verdict(PeerEndRule::Verdict verdict);
  void end_our_side();
  void stop_input();
  void quit();
  void finish();

  Stream& far_;
  ConsoleRelayOptions options_;
  Once<ConsoleRelayOutcome> on_done_;
  Relay relay_;
  PeerEndRule rule_;
  Timer quit_timer_;
  ConsoleRelayOutcome outcome_;
  bool input_over_ = false;  // the input has ended, or is not read any more
};

// Example:
//
//     // Send a pipe's bytes to a socket and write what the socket receives, as `netkit connect` does.
//     int in[2], out[2], ends[2];
//     assert(::pipe(in) == 0 && ::pipe(out) == 0 && ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     assert(::write(in[1], "hello", 5) == 5 && ::close(in[1]) == 0);
//     Loop loop;
//     Console console(loop, {.input = in[0], .output = out[1]});
//     auto socket = *StreamSocket::adopt(loop, UniqueFd(ends[0]), {});
//     auto peer = *StreamSocket::adopt(loop, UniqueFd(ends[1]), {});
//     Echo echo(*peer, [](std::error_code) {});
//     echo.start({});
//     ConsoleRelay relay(loop, console, *socket, {}, [](const ConsoleRelayOutcome& outcome) {
//       assert(outcome.kind == ConsoleRelayOutcome::Kind::complete);
//     });
//     relay.start();
//     loop.run();
//     std::array<char, 8> text{};
//     assert(::read(out[0], text.data(), text.size()) == 5);

}  // namespace netkit
