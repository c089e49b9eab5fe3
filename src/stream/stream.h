// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/export.h>

#include <cstddef>
#include <system_error>

namespace NETKIT_PUBLIC netkit {

class PumpSource;
class PumpSink;

/// Bytes in both directions: a TCP connection, a Unix-domain socket, the console, a pipe in a test. Each side
/// ends on its own (half-close). All calls are made in the loop's thread. No member function calls the
/// listener: events come from the loop only.
class Stream {
 public:
  /// Receives the events of one stream. Each call may destroy the stream.
  class Listener {
   public:
    /// `bytes` were received; they are valid until this returns.
    virtual void on_data(Bytes bytes) = 0;
    /// `bytes` were received and moved to the sink by a Pump; on_data() was not called for them.
    virtual void on_moved([[maybe_unused]] std::size_t bytes) {}
    /// The other side sends no more.
    virtual void on_end() = 0;
    /// The queue is empty again, after a write() that returned false.
    virtual void on_drain() = 0;
    /// No more can be sent. Without a cause, everything written and the end have been sent. With a cause,
    /// sending failed; what the other side still sends is read to its end.
    virtual void on_finish(std::error_code cause) = 0;
    /// The last call. Without a cause, both sides ended and everything written has reached the other side.
    virtual void on_close(std::error_code cause) = 0;

   protected:
    ~Listener() = default;
  };

  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  /// Closes immediately; what was not sent yet is lost.
  virtual ~Stream() = default;

  /// Starts reading, unless paused. If called again, the new listener replaces the previous one. The listener
  /// must outlive the stream or be replaced.
  virtual void start(Listener& listener) = 0;

  /// Takes all of `bytes` and queues a copy of those that cannot be sent immediately. Returns false at the
  /// high-water mark: the caller should then wait for on_drain(). Drops the bytes after end() or a failure.
  virtual bool write(Bytes bytes) = 0;
  /// Ends the sending direction (on TCP with FIN) after everything written has been sent. Receiving goes on.
  virtual void end() = 0;
  /// end(), then closes as soon as everything written has arrived, whether the other side has ended or not.
  virtual void destroy_soon() = 0;

  /// Stop and continue reading. While paused neither data nor the other side's end is delivered.
  virtual void pause() = 0;
  virtual void resume() = 0;

  /// Bytes written that may still be lost: queued here or, on TCP, not acknowledged.
  virtual std::size_t unsent() const = 0;
  /// The other side has closed both directions: anything written is lost.
  virtual bool hung_up() const { return false; }
  /// Input is waiting to be read.
  virtual bool input_waits() const { return false; }

  /// The ends through which a Pump reads and writes the stream's descriptor directly; valid while the stream
  /// is open. Null if the stream has to see the bytes, or has some queued.
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
