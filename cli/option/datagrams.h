// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/socket/datagram_options.h>

#include <cstddef>

#include "cli/option/settings.h"

namespace netkit::cli {

/// The most bytes that one datagram over IPv4 carries (RFC 768, RFC 791).
inline constexpr std::size_t largest_datagram = 65507;

/// With --udp, gives what serves many clients the limits that peers which cannot end need.
void limit_datagram_peers(Settings& settings);

/// Of the sockets and connections that --udp makes.
DatagramOptions datagram_options(const Settings& settings);

}  // namespace netkit::cli
