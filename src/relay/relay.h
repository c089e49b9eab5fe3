// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/timer.h>
#include <netkit/relay/lane.h>
#include <netkit/stream/stream.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <system_error>
#include <utility>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// What a relay does about ends. `near` is our own side (the console), `far` the peer.
struct RelayOptions {
  /// What becomes of our side of the connection when the peer has ended and near's input has not.
  enum class AfterPeerEnd {
    end,       ///< what has been read is sent, then our end
    send_on,   ///< near's input is sent to its own end
    find_out,  ///< send on if the peer turns out to receive, end after a time of silence if not
  };
  AfterPeerEnd after_peer_end = AfterPeerEnd::find_out;
  bool read_input = true;         ///< near's input is sent; else our end follows the peer's
  bool end_with_input = true;     ///< the input's end is our end; else our end follows the peer's
  bool discard_received = false;  ///< what arrives is read and thrown away
  std::optional<std::chrono::milliseconds>
      quit_after;                           ///< how long to wait for the peer after our end; absent: for ever
  std::chrono::milliseconds silence{2000};  ///< find_out: how long, if the peer had sent nothing
  std::chrono::milliseconds silence_after_data{250};  ///< find_out: how long, if it had
};

/// How a relay came to its end.
struct RelayOutcome {
  /// What went wrong, if anything.
  enum class Kind {
    complete,       ///< both sides ended, everything arrived
    input_left,     ///< our side ended while near may have had more to send
    peer_lost,      ///< the connection broke; `cause` says how
    not_delivered,  ///< quit_after ran out with bytes still on their way
    input_failed,   ///< near's input; `cause` says how
    output_failed,  ///< near's output; `cause` says how
  };
  Kind kind = Kind::complete;
  std::error_code cause;
  bool while_sending = false;   ///< peer_lost: it was a write that failed
  std::size_t undelivered = 0;  ///< bytes that were read from near and have not reached the peer
};

/// Joins two streams: what one receives the other sends, each direction for itself and as fast as the slower
/// of the two allows; then sees both to their ends. Done when both sides have closed, not merely ended.
class Relay {
 public:
  using Callback = std::move_only_function<void(const RelayOutcome&)>;

  /// The streams outlive the relay. `on_done` is called once, from the loop, and may destroy all three.
  Relay(Loop& loop, Stream& near, Stream& far, const RelayOptions& options, Callback on_done);
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// Tell which way bytes go, from near to far and from far to near. Before start().
  void on_input_route(Lane::OnRoute tell) { to_far_.on_route(std::move(tell)); }
  void on_output_route(Lane::OnRoute tell) { to_near_.on_route(std::move(tell)); }

  void start();
  /// Reads no more input and closes once what was read has arrived, without waiting for the peer's end.
  void wind_up();

 private:
  struct NearSide final : Stream::Listener {
    explicit NearSide(Relay& owner) : relay(owner) {}
    void on_data(Bytes bytes) override;
    void on_moved(std::size_t bytes) override;
    void on_end() override;
    void on_drain() override;
    void on_finish(std::error_code cause) override;
    void on_close(std::error_code cause) override;
    Relay& relay;
  };
  struct FarSide final : Stream::Listener {
    explicit FarSide(Relay& owner) : relay(owner) {}
    void on_data(Bytes bytes) override;
    void on_moved(std::size_t bytes) override;
    void on_end() override;
    void on_drain() override;
    void on_finish(std::error_code cause) override;
    void on_close(std::error_code cause) override;
    Relay& relay;
  };

  void sending();
  void peer_ended();
  void find_out();
  void our_end();
  void stop_input();
  void quit();
  void settle();
  void failed(RelayOutcome::Kind what, std::error_code cause);
  void done();

  Loop& loop_;
  Stream& near_;
  Stream& far_;
  RelayOptions options_;
  Callback on_done_;
  NearSide near_side_{*this};
  FarSide far_side_{*this};
  Lane to_far_, to_near_;
  RelayOutcome outcome_;
  bool input_over_ = false;  // near's input has ended, or we read no more of it
  bool peer_ended_ = false;  // far's input has ended
  bool peer_sent_ = false;   // far sent something
  bool sent_since_ = false;  // near's input brought something after the peer's end
  bool far_closed_ = false;
  bool output_closed_ = false;
  std::chrono::milliseconds silent_since_{0};
  Timer find_out_timer_;
  Timer quit_timer_;
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
//     Relay relay(loop, console, *socket, {}, [](const RelayOutcome& outcome) {
//       assert(outcome.kind == RelayOutcome::Kind::complete);
//     });
//     relay.start();
//     loop.run();
//     std::array<char, 8> text{};
//     assert(::read(out[0], text.data(), text.size()) == 5);

}  // namespace netkit
