// SPDX-License-Identifier: MIT
#include "cli/report/request_report.h"

#include <fmt/core.h>
#include <netkit/socket/zone.h>

namespace netkit::cli {

void report_request(Report& report, std::int64_t id, const ProxyRequest& request) {
  EventFields fields{{"id", id},
                     {"protocol", request.protocol},
                     {"method", request.method},
                     {"target", request.target.text()}};
  if (!request.user.empty()) fields.emplace_back("user", request.user);
  report.event("request", fields);
}

void report_refused_target(Report& report, std::int64_t id, const ProxyTarget& target,
                           const std::string& rule) {
  report.event("blocked", {{"id", id}, {"target", target.text()}, {"rule", rule}});
}

// A request that could not be read has no method and no target.
void report_answered(const Report& report, std::int64_t id, const std::optional<SocketAddress>& client,
                     const RequestDialogue& dialogue) {
  const ProxyRequest& request = dialogue.request();
  const bool has_target = request.target.port != 0;
  report.say(
      1, fmt::format("{} {} {} {} {}", id, client ? host_text(*client) : "-",
                     request.method.empty() ? "-" : request.method, has_target ? request.target.text() : "-",
                     dialogue.status() ? std::to_string(*dialogue.status()) : "-"));
}

}  // namespace netkit::cli
