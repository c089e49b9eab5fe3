// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/timer.h>
#include <netkit/stream/handshake.h>

#include <chrono>
#include <memory>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// A handshake that is a dialogue: both sides talk within a time limit; then the connection goes on without
/// the words of the dialogue. A class for each protocol reads and writes them.
class DialogueHandshake : public Handshake, protected Stream::Listener {
 public:
  void start(std::unique_ptr<Connection> connection, Done done) final;

 protected:
  /// `timeout`: from start() on; 0: none.
  DialogueHandshake(Loop& loop, std::chrono::milliseconds timeout);

  /// The connection has been started.
  virtual void begin() = 0;
  virtual void on_timeout() = 0;

  Connection& connection() { return *connection_; }
  std::chrono::milliseconds timeout() const { return timeout_; }
  /// Replaces the time that is left; 0: no limit.
  void limit_time(std::chrono::milliseconds left);

  // The end of the dialogue. Each may destroy this object.
  /// Hands the connection on. `early` is what has come behind the dialogue.
  void agree(std::string_view early);
  /// Closes the connection.
  void fail(Error error);

  void on_drain() override {}
  void on_finish(std::error_code) override {}
  void on_close(std::error_code) override { on_end(); }

 private:
  void settle(Handshake::Result result);

  std::chrono::milliseconds timeout_;
  std::unique_ptr<Connection> connection_;
  Done done_;
  Timer too_late_;
};

// Example:
//
//     struct Greeting final : DialogueHandshake {
//       explicit Greeting(Loop& loop) : DialogueHandshake(loop, std::chrono::seconds(10)) {}
//       void begin() override { connection().write(as_bytes("hello\n")); }
//       void on_data(Bytes bytes) override { agree(as_text(bytes).substr(1)); }
//       void on_end() override { fail({}); }
//       void on_timeout() override { fail({}); }
//     };

}  // namespace netkit
