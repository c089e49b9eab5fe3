// SPDX-License-Identifier: MIT
#include "cli/report/drop_report.h"

#include <fmt/core.h>
#include <netkit/socket/zone.h>

#include <string>

namespace netkit::cli {

void report_dropped(Report& report, std::string_view reason, std::string_view text,
                    const std::optional<SocketAddress>& local, const std::optional<SocketAddress>& remote) {
  EventFields fields{{"reason", std::string(reason)}};
  add_address(fields, "local", local);
  add_address(fields, "remote", remote);
  report.event("drop", fields);
  report.say(1, fmt::format("dropped {}: {}", remote ? endpoint_text(*remote) : "a connection", text));
}

}  // namespace netkit::cli
