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

/// The other side of a MemoryStream, in the test's hand; it outlives the stream. What the test does here
/// becomes news for the stream's listener when the test calls settle(): no socket, no loop and no clock.
class MemoryPeer {
 public:
  /// A new stream with this as its other side. Like a socket's, its high-water mark is about what could not
  /// be handed on at once.
  std::unique_ptr<Stream> open(std::size_t high_water_mark = 16);

  void send(std::string_view bytes);          ///< one chunk for the stream to read
  void send_end();                            ///< and no more
  void hold();                                ///< take nothing from now on: the stream queues
  void let_go();                              ///< take what is queued and what comes
  void break_writing(std::error_code cause);  ///< what the stream has not handed on is lost
  void break_all(std::error_code cause);      ///< the stream closes with this cause when it reads
  void hang_up();
  void leave_unacknowledged(std::size_t bytes);  ///< of what was taken, as TCP would say

  const std::string& received() const;  ///< taken from the stream
  bool got_end() const;                 ///< the stream's end has come
  bool paused() const;
  bool closed() const;  ///< on_close() was called, or the stream was destroyed
  bool destroyed() const;
  bool must_close_soon() const;  ///< destroy_soon() was called
  std::size_t not_read() const;  ///< chunks that wait
  std::size_t queued() const;    ///< bytes that wait in the stream

  /// Tells the listener one thing that has happened, if anything has.
  bool turn();

 private:
  class Near;
  struct State;
  std::shared_ptr<State> state_;
};

/// Lets all of them tell what has happened, and what follows from it, until nothing more happens.
void settle(std::initializer_list<MemoryPeer*> peers);

}  // namespace netkit::test
