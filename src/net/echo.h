// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/io/stream.h>

#include <functional>
#include <system_error>

namespace netkit {

/// Gives a stream its own bytes back (RFC 862): its end is answered with ours once all is returned.
class Echo final : private Stream::Listener {
 public:
  using Callback = std::move_only_function<void(std::error_code cause)>;

  /// The stream outlives the echo. `on_done` is called once, from the loop, and may destroy both.
  Echo(Stream& stream, Callback on_done);
  Echo(const Echo&) = delete;
  Echo& operator=(const Echo&) = delete;

  /// Sends the greeting, if any, and begins.
  void start(Bytes greeting);

 private:
  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_drain() override;
  void on_finish(std::error_code cause) override;
  void on_close(std::error_code cause) override;

  Stream& stream_;
  Callback on_done_;
};

}  // namespace netkit
