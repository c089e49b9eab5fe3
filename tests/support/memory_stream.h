// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/stream/stream.h>

#include <deque>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

namespace netkit::test {

/// The other side of a stream in memory, controlled by the test; it must outlive the stream. What the test
/// does here is reported to the stream's listener when the test calls settle(): no socket, no loop and no
/// clock.
class MemoryPeer {
 public:
  /// Makes a stream with this as its other side. As with a socket, its high-water mark limits what is queued.
  std::unique_ptr<Stream> open(std::size_t high_water_mark = 16);

  void send(std::string_view bytes);          ///< sends one chunk for the stream to read
  void send_end();                            ///< ends after what was sent
  void hold();                                ///< takes nothing from now on: the stream queues
  void let_go();                              ///< takes what is queued, and everything from now on
  void break_writing(std::error_code cause);  ///< writing fails; what the stream has queued is lost
  void break_all(std::error_code cause);      ///< the stream closes with this cause when it reads
  void hang_up();
  void leave_unacknowledged(std::size_t bytes);  ///< of what was taken, as with TCP

  const std::string& received() const;  ///< taken from the stream
  bool got_end() const;                 ///< the stream has ended
  bool paused() const;
  bool closed() const;  ///< on_close() was called, or the stream was destroyed
  bool destroyed() const;
  bool must_close_soon() const;  ///< destroy_soon() was called
  std::size_t not_read() const;  ///< chunks that wait to be read
  std::size_t queued() const;    ///< bytes that wait in the stream

  /// Reports one event to the listener, if there is any. Returns whether there was one.
  bool turn();

 private:
  class Near;
  struct State;
  std::shared_ptr<State> state_;
};

/// Reports the events of all streams, and those that follow from them, until there are no more.
void settle(std::initializer_list<MemoryPeer*> peers);

}  // namespace netkit::test
