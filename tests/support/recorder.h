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

/// A listener that keeps what it hears, and may do something about it.
class Recorder final : public Stream::Listener {
 public:
  std::string received;
  bool ended = false;
  std::size_t drains = 0;
  std::vector<std::string> events;  ///< in order; data that comes in several pieces counts once
  std::error_code finish_cause, close_cause;

  /// Called last of each event; it may destroy the stream and this.
  std::function<void(std::string_view event)> then = [](std::string_view) {};

  bool heard(std::string_view event) const;

  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_drain() override;
  void on_finish(std::error_code cause) override;
  void on_close(std::error_code cause) override;

 private:
  void tell(std::string_view event);
};

/// A StreamSocket that has been started and the raw end that it talks to.
struct SocketAndPeer {
  UniqueFd peer;  ///< non-blocking
  std::unique_ptr<Recorder> heard = std::make_unique<Recorder>();
  std::unique_ptr<StreamSocket> socket;
};

enum class Kind { tcp, ipc };

/// Connected, not started.
SocketAndPeer connected(Loop& loop, Kind kind, const SocketOptions& options = {});
/// Connected and reading.
SocketAndPeer started(Loop& loop, Kind kind, const SocketOptions& options = {});

/// A connected pair of TCP sockets on 127.0.0.1, both non-blocking.
struct RawPair {
  UniqueFd one, other;
};
RawPair tcp_pair();
/// The same of either kind.
RawPair raw_pair(Kind kind);

/// Runs the loop and takes everything that comes at the raw end, until its end; as much as has come.
std::string read_while_running(Loop& loop, int fd);

std::string name_of(Kind kind);
inline void PrintTo(Kind kind, std::ostream* out) {
  *out << name_of(kind);
}

}  // namespace netkit::test
