// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/proxy/machine/request_dialogue.h>

#include <cstdint>
#include <optional>
#include <string>

#include "cli/report/report.h"

namespace netkit::cli {

/// What a client asks --proxy-server for, as an event.
void report_request(Report& report, std::int64_t id, const ProxyRequest& request);

/// The rule that refuses its target, as an event.
void report_refused_target(Report& report, std::int64_t id, const ProxyTarget& target,
                           const std::string& rule);

/// What it was answered, at -v: "1 ::1 CONNECT example.com:443 200".
void report_answered(const Report& report, std::int64_t id, const std::optional<SocketAddress>& client,
                     const RequestDialogue& dialogue);

}  // namespace netkit::cli
