// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/alive.h>
#include <netkit/base/export.h>
#include <netkit/relay/lane.h>
#include <netkit/stream/stream.h>

#include <cstddef>
#include <cstdint>
#include <system_error>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Joins two streams: each sends what the other receives, as fast as the slower of the two allows, and each
/// direction ends on its own. Treats both alike; the Events decide where they are to differ.
class Relay {
 public:
  /// One of the two streams.
  enum class Side : std::uint8_t { first, second };
  static constexpr Side other(Side side) { return side == Side::first ? Side::second : Side::first; }

  /// How one of the two streams ended.
  struct Ending {
    std::error_code cause;        ///< none: it closed normally
    bool while_sending = false;   ///< a write to it failed; what it sent was still read
    std::size_t undelivered = 0;  ///< bytes written to it that have not arrived
  };
  /// How both streams ended.
  struct Outcome {
    Ending first, second;
  };

  /// Called in the loop's thread. on_finish(), on_broken() and on_done() may destroy the relay and its
  /// streams.
  class Events {
   public:
    /// This side received bytes, which are sent to the other.
    virtual void on_received(Side /*from*/) {}
    /// This side sends no more. If it returns true, the other side's stream is ended too, after everything
    /// queued has been sent.
    virtual bool on_end(Side /*from*/) { return true; }
    /// Everything written to this side, and the end, have been sent.
    virtual void on_finish(Side /*to*/) {}
    /// This side cannot be written to any more, or has closed with an error. No more is read from the other
    /// side; after a close with an error the other side is closed next, once everything queued has arrived.
    virtual void on_broken(Side /*side*/, const Ending& /*how*/) {}
    /// Both sides have closed. Called once.
    virtual void on_done(const Outcome& outcome) = 0;

   protected:
    ~Events() = default;
  };

  /// The streams and `events` must outlive the relay.
  Relay(Loop& loop, Stream& first, Stream& second, Events& events);
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// Calls `callback` each time bytes from this side have taken another Route than those before; the first
  /// take Route::plain. To be called before start().
  void on_route(Side from, Lane::OnRoute callback);
  /// Reads and drops what this side receives. To be called before start().
  void discard(Side from) { end_of(from).discarding = true; }

  void start();
  /// Reads no more from this side; what has been read is sent.
  void stop_reading(Side from) { end_of(from).lane.stop(); }
  /// Ends this side's stream after everything that was read for it has been sent.
  void end(Side to);
  /// This side has closed, or is not waited for. Its stream calls no listener any more.
  bool is_closed(Side side) const { return (side == Side::first ? first_ : second_).closed; }
  /// Stops waiting for this side, as if it had closed.
  void abandon(Side side);
  /// Reads no more and reports nothing more.
  void stop();

 private:
  /// One side: its stream, and the lane from it to the other.
  struct End final : Stream::Listener {
    End(Relay& owner, Side which, Loop& loop, Stream& from, Stream& to)
        : relay(owner), side(which), stream(from), lane(loop, from, to) {}
    void on_data(Bytes bytes) override;
    void on_moved(std::size_t bytes) override;
    void on_end() override;
    void on_drain() override;
    void on_finish(std::error_code cause) override;
    void on_close(std::error_code cause) override;
    End& opposite() const { return relay.end_of(other(side)); }

    Relay& relay;
    const Side side;
    Stream& stream;
    Lane lane;
    Ending ending;
    bool discarding = false;
    bool closed = false;
  };

  End& end_of(Side side) { return side == Side::first ? first_ : second_; }
  void closed(End& end);

  Events& events_;
  End first_, second_;
  bool done_ = false;
  Alive alive_;
};

// Example:
//
//     // Join two socket pairs: what is written to `in` can be read from `out`.
//     int left[2], right[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, left) == 0);
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, right) == 0);
//     const UniqueFd in(left[0]), out(right[0]);
//     assert(::write(in.get(), "hello", 5) == 5 && ::shutdown(in.get(), SHUT_WR) == 0);
//     assert(::shutdown(out.get(), SHUT_WR) == 0);
//     struct Events final : Relay::Events {
//       void on_done(const Relay::Outcome& outcome) override { assert(!outcome.first.cause); }
//     } events;
//     Loop loop;
//     auto first = *StreamSocket::adopt(loop, UniqueFd(left[1]), {});
//     auto second = *StreamSocket::adopt(loop, UniqueFd(right[1]), {});
//     Relay relay(loop, *first, *second, events);
//     relay.start();
//     loop.run();
//     std::array<char, 8> text{};
//     assert(::read(out.get(), text.data(), text.size()) == 5);

}  // namespace netkit
