// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/endpoint.h>
#include <netkit/addr/ipc_path.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/option/settings.h"

namespace netkit::cli {

/// Where to listen or connect, with service names and zones looked up: a path, a port, or descriptors.
struct Location {
  std::optional<IpcPath> path;
  std::optional<IpcPath> from_path;   ///< of our end, of Unix-domain datagrams
  std::optional<Host> host;           ///< absent: localhost, or every address
  std::optional<std::uint16_t> port;  ///< absent: the system chooses (listen, echo)
  std::vector<std::uint16_t> ports;   ///< of --probe, if there are several; then `port` is the first
  std::vector<int> descriptors;       ///< sockets that were handed to us; given, there is nothing else
};

/// What to add to a complaint about an IPv6 address that may end with a port: "; for port 80 of ::1 write
/// '[::1]:80'"; or "".
std::string hint_at_brackets(std::string_view text);

/// What the operands of listen and echo mean: [HOST] [PORT]. Throws UsageError.
Location location_to_listen(const Settings& settings);
/// What the operands of connect mean: [HOST] PORT. Throws UsageError.
Location location_to_connect(const Settings& settings);

}  // namespace netkit::cli
