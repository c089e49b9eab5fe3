// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <netkit/addr/endpoint.h>
#include <netkit/addr/port.h>

#include <algorithm>
#include <limits>

#include "cli/option/groups.h"
#include "cli/option/join.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"
#include "cli/option/zones.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

constexpr Choice<Attempts> attempts[] = {{"race", Attempts::race}, {"sequential", Attempts::sequential}};

constexpr Choice<bool LookupHints::*> hints[] = {{"addrconfig", &LookupHints::addrconfig},
                                                 {"v4mapped", &LookupHints::v4mapped},
                                                 {"all", &LookupHints::all}};

/// Takes what stands before the next comma off the list.
std::string_view take_item(std::string_view& list) {
  const auto comma = list.find(',');
  const std::string_view item = list.substr(0, comma);
  list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  return item;
}

void set_local_address(Settings& s, const Option&, std::string_view value) {
  LocalEnd& from = s.connect.from;
  const auto host = parse_host(value);
  const auto* literal = host ? std::get_if<IpLiteral>(&*host) : nullptr;
  s.connect.from_path.reset();
  if (value.contains('/') || value.starts_with('@')) {
    s.connect.from_path = value;
    return;
  }
  if (literal == nullptr) throw UsageError(fmt::format("Invalid IP address: {}", value));
  from.address = literal->address;
  from.scope_id = address_of(*literal).scope_id;
}

void set_local_port(Settings& s, const Option& option, std::string_view value) {
  const auto port = parse_port(value);
  if (!port) throw UsageError(fmt::format("{}: '{}' is not a port in 0..65535", option.name, value));
  s.connect.from.port = *port;
}

void set_attempt_timeout(Settings& s, const Option& option, std::string_view value) {
  const Duration timeout = duration_value(option, value, {.least = Duration(1)});
  s.connect.attempt_timeout = std::max(timeout, Duration(10));
}

void add_answer(Settings& s, const Option& option, std::string_view value) {
  const auto equals = value.find('=');
  const std::string_view name = value.substr(0, equals);
  std::vector<SocketAddress> addresses;
  std::string_view rest = equals == std::string_view::npos ? std::string_view() : value.substr(equals + 1);
  while (!rest.empty()) {
    const std::string_view item = take_item(rest);
    const auto host = parse_host(item);
    const auto* literal = host ? host->literal() : nullptr;
    if (literal == nullptr) throw UsageError(fmt::format("{}: '{}' is not an IP address", option.name, item));
    addresses.push_back(address_of(*literal));
  }
  const auto host = parse_host(name);
  if (addresses.empty() || !host || !std::holds_alternative<std::string>(*host)) {
    throw UsageError(fmt::format("{}: '{}' is not {}", option.name, value, option.metavar));
  }
  s.connect.answers.emplace_back(std::string(name), std::move(addresses));
}

void set_hints(Settings& s, const Option& option, std::string_view value) {
  LookupHints& wanted = s.connect.hints.emplace();
  for (std::string_view rest = value; !rest.empty();) {
    wanted.*choice_value<bool LookupHints::*>(option, take_item(rest), hints) = true;
  }
}

constexpr Option local_address[] = {
    {.name = "--local-address",
     .letter = "-s",
     .takes = Takes::value,
     .metavar = "ADDRESS",
     .help = "connect from ADDRESS; with --udp and --unix a path",
     .apply = set_local_address},
};

constexpr Option routes[] = {
    {.name = "--auto-select-family",
     .takes = Takes::yes_or_no,
     .help = "race all addresses of a name, or try only the first (default: race)",
     .apply = [](Settings& s, const Option&,
                 std::string_view value) { s.connect.auto_select_family = value == "on"; }},
    {.name = "--attempt-timeout",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "time until the next address is tried as well (default: 250ms)",
     .apply = set_attempt_timeout,
     .needs = Needs::stream},
    {.name = "--attempts",
     .takes = Takes::value,
     .metavar = metavar_of<attempts>,
     .help = "when the next address is tried: race = earlier attempts continue, sequential = they are "
             "cancelled (default: race)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.connect.attempts = choice_value<Attempts>(option, value, attempts);
         },
     .needs = Needs::stream},
    {.name = "--resolve",
     .takes = Takes::value,
     .metavar = "NAME=ADDRESS[,ADDRESS...]",
     .help = "answer for NAME instead of the resolver; repeatable",
     .apply = add_answer,
     .repeatable = true},
    {.name = "--hints",
     .takes = Takes::value,
     .metavar = metavar_of<hints, ','>,
     .help = "flags for the resolver, any of them (default: addrconfig; with -4 or -6 none)",
     .apply = set_hints},
};

constexpr Option tries[] = {
    {.name = "--connect-timeout",
     .letter = "-w",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "time limit for one attempt, name resolution included (default: none)",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.connect.connect_timeout = limit_value(option, value); }},
    {.name = "--retry",
     .takes = Takes::value,
     .metavar = "N",
     .help = "retry up to N times after a failure that may pass (default: 0)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.connect.retry.times = count_value(option, value, 0, std::numeric_limits<int>::max());
         }},
    {.name = "--retry-delay",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "wait before the first retry; doubles up to 5s (default: 250ms)",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.connect.retry.first_delay = duration_value(option, value); }},
    {.name = "--retry-for",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "keep retrying for DURATION after such a failure (default: 0s)",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.connect.retry.period = duration_value(option, value); }},
};

constexpr Option only_connect[] = {
    {.name = "--local-port",
     .letter = "-p",
     .takes = Takes::value,
     .metavar = "PORT",
     .help = "connect from PORT",
     .apply = set_local_port,
     .needs = Needs::tcp | Needs::new_socket},
    {.name = "--probe",
     .letter = "-z",
     .help = "connect, then close; the exit status gives the result",
     .apply = [](Settings& s, const Option& option, std::string_view) { join_nothing(s, option); }},
};

constexpr Choice<ProxyVersion> proxy_versions[] = {{"1", ProxyVersion::text}, {"2", ProxyVersion::binary}};

void set_send_proxy(Settings& s, const Option& option, std::string_view value) {
  s.connect.send_proxy =
      value.empty() ? ProxyVersion::text : choice_value<ProxyVersion>(option, value, proxy_versions);
}

constexpr Option send_proxy_rows[] = {
    {.name = "--send-proxy",
     .takes = Takes::optional_value,
     .metavar = metavar_of<proxy_versions>,
     .help = "send a PROXY header first, of version 1 or 2 (default: 1)",
     .apply = set_send_proxy,
     .needs = Needs::stream,
     .joined = Joined::console | Joined::program | Joined::forwarding},
};

}  // namespace

constinit const std::span<const Option> local_address_options = local_address;
constinit const std::span<const Option> route_options = routes;
constinit const std::span<const Option> try_options = tries;
constinit const std::span<const Option> send_proxy_options = send_proxy_rows;
constinit const std::span<const Option> connecting_options = only_connect;

}  // namespace netkit::cli
