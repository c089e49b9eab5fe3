// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/once.h>
#include <netkit/stream/stream.h>

#include <functional>
#include <system_error>

namespace NETKIT_PUBLIC netkit {

/// Returns a stream's bytes to it (RFC 862). When the stream has ended, ends it too, after everything has
/// been returned.
class Echo final : private Stream::Listener {
 public:
  using Callback = Once<std::error_code>::Function;

  /// The stream must outlive the echo. `on_done` is called once, from the loop, and may destroy both.
  Echo(Stream& stream, Callback on_done);
  Echo(const Echo&) = delete;
  Echo& operator=(const Echo&) = delete;

  /// Sends `greeting`, which may be empty, and starts.
  void start(Bytes greeting);

 private:
  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_drain() override;
  void on_finish(std::error_code cause) override;
  void on_close(std::error_code cause) override;

  Stream& stream_;
  Once<std::error_code> on_done_;
};

// Example:
//
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     const UniqueFd peer(ends[1]);
//     assert(::write(peer.get(), "hello", 5) == 5 && ::shutdown(peer.get(), SHUT_WR) == 0);
//     Loop loop;
//     auto socket = *StreamSocket::adopt(loop, UniqueFd(ends[0]), {});
//     Echo echo(*socket, [](std::error_code cause) { assert(!cause); });
//     echo.start(as_bytes("> "));
//     loop.run();
//     std::array<char, 8> text{};
//     assert(::read(peer.get(), text.data(), text.size()) == 7);

}  // namespace netkit
