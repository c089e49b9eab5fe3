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

/// How the console and a peer are joined. `near` is the console, `far` the peer.
struct ConsoleRelayOptions {
  PeerEndOptions peer_end;        ///< what happens when the peer ends first
  bool read_input = true;         ///< the input is sent; else our side ends when the peer has
  bool end_with_input = true;     ///< our side ends with the input; else when the peer has
  bool discard_received = false;  ///< what arrives is read and thrown away
  std::optional<std::chrono::milliseconds>
      quit_after;  ///< how long to wait for the peer after our side has ended; absent: for ever
};

/// How it came to its end.
struct ConsoleRelayOutcome {
  /// What went wrong, if anything.
  enum class Kind : std::uint8_t {
    complete,       ///< both sides ended, everything arrived
    input_left,     ///< our side ended while the input may have had more
    peer_lost,      ///< the connection broke; `cause` says how
    not_delivered,  ///< quit_after ran out while bytes had not arrived
    input_failed,   ///< the input could not be read; `cause` says why
    output_failed,  ///< the output could not be written; `cause` says why
  };
  Kind kind = Kind::complete;
  std::error_code cause;
  bool while_sending = false;   ///< peer_lost: a write failed
  std::size_t undelivered = 0;  ///< bytes of the input that were read and have not reached the peer
};

/// A Relay between the console and a peer, where the two are not alike: the peer's end closes the output, and
/// a PeerEndRule says what becomes of the input; a broken output ends all at once, a broken connection is
/// still read to its end.
class ConsoleRelay final : private Relay::Events {
 public:
  using Callback = Once<ConsoleRelayOutcome>::Function;

  /// The streams outlive the relay. `on_done` is called once, from the loop, and may destroy all three.
  ConsoleRelay(Loop& loop, Stream& near, Stream& far, const ConsoleRelayOptions& options, Callback on_done);

  /// Calls when the route of bytes changes: of the input, and of what the peer sends. Before start().
  void on_input_route(Lane::OnRoute callback) { relay_.on_route(Relay::Side::first, std::move(callback)); }
  void on_output_route(Lane::OnRoute callback) { relay_.on_route(Relay::Side::second, std::move(callback)); }

  void start();
  /// Reads no more input and closes once what was read has arrived, without waiting for the peer's end.
  void wind_up();

 private:
  void on_received(Relay::Side from) override;
  bool on_end(Relay::Side from) override;
  void on_finish(Relay::Side to) override;
  void on_broken(Relay::Side side, const Relay::Ending& how) override;
  void on_done(const Relay::Outcome& outcome) override;

  void decided(PeerEndRule::Verdict verdict);
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
  bool input_over_ = false;  // it has ended, or is not read any more
};

// Example:
//
//     // A pipe's bytes to a socket, and back what comes: what `netkit connect` does.
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
