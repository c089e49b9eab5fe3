// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>

#include <optional>
#include <string_view>

#include "cli/report/report.h"

namespace netkit::cli {

/// Reports a connection that was accepted and closed at once: its `drop` event, and a line at -v.
void report_dropped(Report& report, std::string_view reason, std::string_view text,
                    const std::optional<SocketAddress>& local, const std::optional<SocketAddress>& remote);

}  // namespace netkit::cli
