// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/fd_watcher.h>
#include <netkit/loop/timer.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/stream/pump_ends.h>
#include <netkit/stream/stream.h>

#include <cstddef>
#include <memory>
#include <optional>

namespace NETKIT_PUBLIC netkit {

class Loop;

namespace internal {
class NETKIT_HIDDEN ReadCoalescer;
}

/// How bytes get from one descriptor to another.
enum class Route {
  plain,         ///< read(2) and write(2), through the streams
  sendfile,      ///< sendfile(2): the source is a file
  splice,        ///< splice(2): the source or the sink is a pipe
  splice_twice,  ///< splice(2) into a pipe of the pump, and out of it
};

/// Has the kernel move bytes from one stream to another without copying them through the process, which takes
/// a third to two thirds of the processor time of reading and writing them. The result is the same as with
/// on_data() and write(). At an end, at an error, or when a descriptor refuses the call, the pump writes the
/// bytes it holds to the sink and resumes the source, whose own read then meets the same end or error. So it
/// does when the source has been idle for a second, so that an idle stream has no descriptors but its own.
class Pump {
 public:
  /// Pauses `from` and starts. Null if a stream does not offer its pump end, or if the descriptors cannot be
  /// pumped. The streams must outlive the pump.
  static std::unique_ptr<Pump> start(Loop& loop, Stream& from, Stream& to);
  Pump(const Pump&) = delete;
  Pump& operator=(const Pump&) = delete;
  ~Pump();

  Route route() const { return route_; }
  /// False once it has stopped, by stop() or by itself.
  bool moving() const { return moving_; }
  /// It has stopped because the source was idle; another pump may follow.
  bool rested() const { return rested_; }
  /// Stops permanently. `from` stays paused; the bytes in the pump's pipe are written to `to`. Returns false
  /// if `to` has then reached its high-water mark, as Stream::write() does.
  bool stop();

 private:
  enum class Side { source, sink };
  Pump(Loop& loop, Stream& from, Stream& to, Route route);

  void advance();
  void move_directly();
  void failed_directly(int error);
  void move_through_pipe();
  void fill_pipe();
  bool drain_pipe();
  void wait_for_input();
  void wait_for_room();
  void wait_for_slower_side();
  void read_failed(int error);
  void write_failed(int error);
  void fall_back();
  void rest_if_idle();

  Stream& from_;
  Stream& to_;
  PumpSource& source_;
  PumpSink& sink_;
  Route route_;
  bool moving_ = true;
  Side waiting_ = Side::source;  // the side whose readiness calls advance()
  UniqueFd pipe_in_, pipe_out_;
  std::size_t held_ = 0;                     // bytes in the pipe
  std::size_t taken_ = 0;                    // bytes read in this turn of the loop
  std::optional<FdWatcher> input_, output_;  // absent once it has stopped
  std::unique_ptr<internal::ReadCoalescer> coalescer_;
  bool idle_ = false, rested_ = false;  // idle: nothing was read since the timer was started
  Timer idle_timer_;
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
//     // Send everything in a pipe to a socket.
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
