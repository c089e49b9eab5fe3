// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/fd_watcher.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/stream/pump_ends.h>
#include <netkit/stream/stream.h>

#include <cstddef>
#include <memory>

namespace NETKIT_PUBLIC netkit {

class Loop;

namespace internal {
class NETKIT_HIDDEN ReadCoalescer;
}

/// How bytes get from one descriptor to another.
enum class Route {
  plain,         ///< read and written by us
  sendfile,      ///< from a file
  splice,        ///< one of the two is a pipe
  splice_twice,  ///< through a pipe of our own
};

/// Has the kernel move what one stream receives to another, so that the bytes never come up to us: that
/// takes a third to two thirds of the processor's time. What reading and writing through the streams would do
/// is its specification. Whatever is out of the ordinary it leaves to them: at an end, an error, or where a
/// descriptor refuses, what is on its way is written plainly and the source reads on by itself, which meets
/// the same again.
class Pump {
 public:
  /// Pauses `from` and begins. Nothing where a stream does not offer its side, or the kernel knows no way.
  /// The streams outlive the pump.
  static std::unique_ptr<Pump> start(Loop& loop, Stream& from, Stream& to);
  Pump(const Pump&) = delete;
  Pump& operator=(const Pump&) = delete;
  ~Pump();

  Route route() const { return route_; }
  /// Moves no more, for good. `from` stays paused; what is on its way is written to `to`. False when that
  /// asks to hold off.
  bool stop();

 private:
  Pump(Loop& loop, Stream& from, Stream& to, Route route);

  void advance();
  void move_directly();
  void failed_directly(int error);
  void move_through_pipe();
  void take_more();
  bool drain_pipe();
  void wait_for_input();
  void wait_for_room();
  void wait_for_the_slower();
  void read_failed(int error);
  void write_failed(int error);
  void give_back();

  Stream& from_;
  Stream& to_;
  PumpSource& source_;
  PumpSink& sink_;
  Route route_;
  UniqueFd pipe_in_, pipe_out_;  // our own
  std::size_t held_ = 0;         // in our own pipe
  std::size_t taken_ = 0;        // by this call from the loop
  FdWatcher input_, output_;
  std::unique_ptr<internal::ReadCoalescer> wakes_;
};

// Example:
//
//     struct Ended final : Stream::Listener {
//       explicit Ended(Stream& to_end) : stream(to_end) {}
//       void on_data(Bytes bytes) override { stream.write(bytes); }
//       void on_end() override { stream.end(); }
//       void on_drain() override {}
//       void on_finish(std::error_code) override {}
//       void on_close(std::error_code) override {}
//       Stream& stream;
//     };
//     // All that a pipe has goes to a socket.
//     int in[2], ends[2];
//     assert(::pipe(in) == 0 && ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     assert(::write(in[1], "hello", 5) == 5 && ::close(in[1]) == 0);
//     const UniqueFd peer(ends[1]);
//     Loop loop;
//     Console console(loop, {.input = in[0], .output = ::open("/dev/null", O_WRONLY | O_CLOEXEC)});
//     auto socket = *StreamSocket::adopt(loop, UniqueFd(ends[0]), {});
//     Ended ended(*socket), nothing(*socket);
//     console.start(ended);
//     socket->start(nothing);
//     const auto pump = Pump::start(loop, console, *socket);
//     assert(pump && pump->route() == Route::splice);
//     assert(::shutdown(peer.get(), SHUT_WR) == 0);
//     loop.run();
//     std::array<char, 8> text{};
//     assert(::read(peer.get(), text.data(), text.size()) == 5);

}  // namespace netkit
