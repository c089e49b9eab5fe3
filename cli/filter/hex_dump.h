// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace netkit::cli {

/// Which way bytes go.
enum class Direction : std::uint8_t { sent, received };

/// Shows the bytes of one connection as lines that xxd(1) reads, each behind the connection's number and the
/// direction: "1 > 00000000: 6865 6c6c 6f0a                           hello."
class HexDump {
 public:
  explicit HexDump(std::int64_t id) : id_(id) {}

  /// The lines of one piece; the first gives `time` and the length.
  std::string piece(Direction direction, Bytes bytes, std::string_view time);

 private:
  std::int64_t id_;
  std::uint64_t sent_ = 0, received_ = 0;  // offsets of the next piece
};

}  // namespace netkit::cli
