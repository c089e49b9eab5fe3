// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/socket/stream_socket.h>
#include <netkit/stream/stream.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "fd_io.h"
#include "loop_run.h"

namespace netkit::test {

/// A listener that records its events, and can act on them.
class Recorder final : public Stream::Listener {
 public:
  std::string received;
  bool ended = false;
  std::size_t drains = 0;
  std::vector<std::string> events;  ///< in order; data that comes in several pieces counts once
  std::error_code finish_cause, close_cause;

  /// Called after each event was recorded; may destroy the stream and the recorder.
  std::function<void(std::string_view event)> then = [](std::string_view) {};

  bool heard(std::string_view event) const;

  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_drain() override;
  void on_finish(std::error_code cause) override;
  void on_close(std::error_code cause) override;

 private:
  void record(std::string_view event);
};

/// A StreamSocket that has been started and the raw end that it talks to.
struct SocketAndPeer {
  UniqueFd peer;  ///< non-blocking
  std::unique_ptr<Recorder> heard = std::make_unique<Recorder>();
  std::unique_ptr<StreamSocket> socket;
};

enum class Kind { tcp, ipc };

/// Returns a connected socket that is not started.
SocketAndPeer connected(Loop& loop, Kind kind, const SocketOptions& options = {});
/// Returns a connected socket that reads.
SocketAndPeer started(Loop& loop, Kind kind, const SocketOptions& options = {});

/// A connected pair of TCP sockets on 127.0.0.1, both non-blocking.
struct RawPair {
  UniqueFd one, other;
};
RawPair tcp_pair();
/// The same of either kind.
RawPair raw_pair(Kind kind);

/// Runs the loop and reads the raw end until its end, or until the time is up. Returns what was read.
std::string read_while_running(Loop& loop, int fd);

std::string name_of(Kind kind);
inline void PrintTo(Kind kind, std::ostream* out) {
  *out << name_of(kind);
}

}  // namespace netkit::test
