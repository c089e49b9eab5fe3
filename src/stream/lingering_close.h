// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/timer.h>
#include <netkit/stream/stream.h>

#include <chrono>
#include <functional>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// Ends a stream whose peer may still send: writes the last bytes and ends, then reads and drops what arrives
/// until the stream has closed, or for `patience`. A close with unread bytes would send RST, which could take
/// the last bytes away from the peer (RFC 9112, section 9.6).
class LingeringClose final : private Stream::Listener {
 public:
  static constexpr std::chrono::milliseconds patience{2000};

  explicit LingeringClose(Loop& loop);

  /// Calls `done` once, from the loop; it may destroy this object, and should destroy the stream, which must
  /// outlive this object.
  void start(Stream& stream, Bytes last, std::function<void()> done);

 private:
  void on_data(Bytes) override {}
  void on_end() override {}
  void on_drain() override {}
  void on_finish(std::error_code) override {}
  void on_close(std::error_code) override { finish(); }
  void finish();

  std::function<void()> done_;
  Timer too_late_;
};

// Example:
//
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     Loop loop;
//     auto stream = *StreamSocket::adopt(loop, UniqueFd(ends[0]), {});
//     assert(::shutdown(ends[1], SHUT_WR) == 0);
//     LingeringClose closing(loop);
//     closing.start(*stream, as_bytes("bye"), [&stream] { stream.reset(); });
//     loop.run();
//     std::array<char, 8> text{};
//     assert(::read(ends[1], text.data(), text.size()) == 3 && ::close(ends[1]) == 0);

}  // namespace netkit
