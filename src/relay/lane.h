// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/export.h>
#include <netkit/stream/pump.h>

#include <functional>
#include <memory>
#include <utility>

namespace NETKIT_PUBLIC netkit {

class Loop;
class Stream;

/// One direction of a relay: `to` sends what `from` receives, as fast as the slower of the two allows. Bytes
/// are read and written until many come at once; from then on the kernel moves them (Pump), if it can. A
/// short exchange thus costs nothing more.
class Lane {
 public:
  using OnRoute = std::move_only_function<void(Route)>;

  /// The streams must outlive the lane.
  Lane(Loop& loop, Stream& from, Stream& to) : loop_(loop), from_(from), to_(to) {}
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  /// Calls `callback` each time bytes have taken another Route than those before; the first take
  /// Route::plain.
  void on_route(OnRoute callback) { on_route_ = std::move(callback); }

  // To be called by the listeners of the two streams, as the last thing they do.
  void send(Bytes bytes);  ///< from: on_data()
  void on_moved();         ///< from: on_moved()
  void on_drain();         ///< to: on_drain()

  /// Reads no more from `from`; what was read is sent.
  void stop();

 private:
  bool start_pump();
  void set_route(Route route);

  Loop& loop_;
  Stream& from_;
  Stream& to_;
  std::unique_ptr<Pump> pump_;  // null until it could be started
  bool stopped_ = false;
  Route route_ = Route::plain;
  OnRoute on_route_;
};

// Example:
//
//     // Copy one pipe to another, as cat(1) does.
//     int in[2], out[2];
//     assert(::pipe(in) == 0 && ::pipe(out) == 0 && ::write(in[1], "hello", 5) == 5 && ::close(in[1]) == 0);
//     Loop loop;
//     Console console(loop, {.input = in[0], .output = out[1]});
//     Lane lane(loop, console, console);
//     struct Cat final : Stream::Listener {
//       Cat(Stream& stream, Lane& its_lane) : console(stream), lane(its_lane) {}
//       void on_data(Bytes bytes) override { lane.send(bytes); }
//       void on_moved(std::size_t) override { lane.on_moved(); }
//       void on_end() override { console.end(); }
//       void on_drain() override { lane.on_drain(); }
//       void on_finish(std::error_code) override {}
//       void on_close(std::error_code cause) override { assert(!cause); }
//       Stream& console;
//       Lane& lane;
//     } cat(console, lane);
//     console.start(cat);
//     loop.run();
//     std::array<char, 8> text{};
//     assert(::read(out[0], text.data(), text.size()) == 5);

}  // namespace netkit
