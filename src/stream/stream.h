// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/export.h>

#include <cstddef>
#include <system_error>

namespace NETKIT_PUBLIC netkit {

class PumpSource;
class PumpSink;

/// Bytes both ways: a TCP connection, a Unix-domain socket, the console, a pipe in a test.
/// Each side ends on its own (half-close). All calls are made in the loop's thread, and news comes from
/// the loop only: no member function calls the listener.
class Stream {
 public:
  /// Hears what happens to one stream. Each call may destroy the stream.
  class Listener {
   public:
    /// Bytes have arrived. They are borrowed: gone once this returns.
    virtual void on_data(Bytes bytes) = 0;
    /// So many bytes have come, and a Pump has moved them on unseen.
    virtual void on_moved([[maybe_unused]] std::size_t bytes) {}
    /// The other side sends no more.
    virtual void on_end() = 0;
    /// All that write() took has been handed on, after a write() that returned false.
    virtual void on_drain() = 0;
    /// Our side is over. No cause: all that was written, and our end, have been sent. A cause: that could
    /// not be done, and nothing more can be sent; what the other side still sends is read to its end.
    virtual void on_finish(std::error_code cause) = 0;
    /// The last call. No cause: both sides ended and what was written has reached the other side.
    virtual void on_close(std::error_code cause) = 0;

   protected:
    ~Listener() = default;
  };

  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  /// Closes at once; what was not sent yet is lost.
  virtual ~Stream() = default;

  /// Begins to read, unless paused. Called once.
  virtual void start(Listener& listener) = 0;

  /// Takes all of it, always. False, when as much as the high-water mark is now queued, asks to hold off
  /// until on_drain(). After end() or a failure the bytes are dropped.
  virtual bool write(Bytes bytes) = 0;
  /// Ends our side after everything written has been sent. The other side goes on.
  virtual void end() = 0;
  /// end(), then closes as soon as everything written has arrived, whether the other side has ended or not.
  virtual void destroy_soon() = 0;

  /// Stops and goes on delivering. While paused nothing is read, on_end() included.
  virtual void pause() = 0;
  virtual void resume() = 0;

  /// Bytes written that have not left us for good: queued here or, on TCP, not acknowledged.
  virtual std::size_t unsent() const = 0;
  /// Nobody is left on the other side: whatever is written is lost.
  virtual bool hung_up() const = 0;
  /// There is input that has not been read.
  virtual bool input_waits() const = 0;

  /// Where a Pump may take what comes, and put what is to be sent, past the stream: valid while the stream is
  /// open. Nothing where somebody must see the bytes, or some are queued.
  virtual PumpSource* pump_source() { return nullptr; }
  virtual PumpSink* pump_sink() { return nullptr; }
};

// Example:
//
//     struct Printer final : Stream::Listener {
//       void on_data(Bytes bytes) override { text += as_text(bytes); }
//       void on_end() override { text += "."; }
//       void on_drain() override {}
//       void on_finish(std::error_code) override {}
//       void on_close(std::error_code) override {}
//       std::string text;
//     } printer;
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     Loop loop;
//     auto stream = *StreamSocket::adopt(loop, UniqueFd(ends[0]), {});
//     auto peer = *StreamSocket::adopt(loop, UniqueFd(ends[1]), {});
//     stream->start(printer);
//     Printer nothing;
//     peer->start(nothing);
//     peer->write(as_bytes("hello"));
//     peer->end();
//     stream->end();
//     loop.run();
//     assert(printer.text == "hello.");

}  // namespace netkit
