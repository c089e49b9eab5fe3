// SPDX-License-Identifier: MIT
#include "cli/option/target.h"

#include <fmt/core.h>
#include <netkit/addr/endpoint.h>
#include <netkit/base/ascii.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "cli/option/foreign_address.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

constexpr std::string_view path_prefix = "unix:";
constexpr std::string_view tls_prefix = "tls:";
constexpr Duration usual_target_timeout{10000};

// The options of the socket that is listened on, and of the clients alone, do not count.
Settings settings_to_connect(const Settings& listen) {
  Settings made = listen;
  made.operands.clear();
  made.server = {};
  made.common.unix_path.reset();
  made.common.fd.reset();
  made.common.family.reset();
  made.common.socket.early.interface.clear();
  made.common.access.allow.clear();
  made.common.idle_timeout.reset();  // the session's covers both connections
  return made;
}

bool is_path(std::string_view text) {
  return text.starts_with('/') || text.starts_with('.') || text.starts_with('@') || text.ends_with(".sock");
}

// Asked where the text is no endpoint: a service name such as http is a host as well.
void refuse_host_alone(const std::string& endpoint) {
  const auto host = parse_host(endpoint);
  if (!host || std::ranges::all_of(endpoint, is_digit)) return;
  throw UsageError(fmt::format("'{}' has no port: write {}:PORT", endpoint,
                               endpoint.contains(':') ? fmt::format("[{}]", endpoint) : endpoint));
}

void refuse_other_forms(const std::string& endpoint) {
  if (is_path(endpoint)) throw UsageError(fmt::format("'{0}' is a path: write unix:{0}", endpoint));
  if (const auto foreign = read_foreign_address(endpoint, "connect"))
    throw UsageError(fmt::format("'{}' is {}: write HOST:PORT or unix:PATH", endpoint, foreign->kind));
}

Location location_of(Settings& settings, const std::string& endpoint) {
  if (endpoint.starts_with(path_prefix)) {
    settings.common.unix_path = endpoint.substr(path_prefix.size());
  } else {
    refuse_other_forms(endpoint);
    settings.operands = {endpoint};
  }
  try {
    return location_to_connect(settings);
  } catch (const UsageError&) {
    if (!settings.common.unix_path) refuse_host_alone(endpoint);
    throw;
  }
}

}  // namespace

bool has_tls_target(const Settings& listen) {
  return listen.join.to == Joined::target && listen.join.value.starts_with(tls_prefix);
}

bool is_path_target(const Settings& listen) {
  const std::string_view value = listen.join.value;
  return value.substr(has_tls_target(listen) ? tls_prefix.size() : 0).starts_with(path_prefix);
}

// -4 and -6 hold for both sides, for only they can choose among a name's addresses.
Settings settings_for_targets(const Settings& listen) {
  Settings made = settings_to_connect(listen);
  made.common.family = listen.common.family;
  if (!made.connect.connect_timeout) made.connect.connect_timeout = usual_target_timeout;
  return made;
}

Target target_of(const Settings& listen) {
  Target target{settings_to_connect(listen), {}};
  const std::string& value = listen.join.value;
  try {
    target.location =
        location_of(target.settings, has_tls_target(listen) ? value.substr(tls_prefix.size()) : value);
  } catch (const UsageError& error) {
    throw UsageError(fmt::format("{}: {}", listen.join.option, error.what()));
  }
  return target;
}

}  // namespace netkit::cli
