// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <netkit/loop/system.h>

#include <limits>
#include <utility>

#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"
#include "cli/option/values.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

constexpr std::uint64_t most_int = std::numeric_limits<int>::max();
constexpr std::uint64_t most_workers = 1024;

void set_workers(Settings& s, const Option& option, std::string_view value) {
  const auto workers = static_cast<unsigned>(count_value(option, value, 0, most_workers));
  s.server.workers = workers == 0 ? usable_processors() : workers;
}

void set_greeting(Settings& s, const Option& option, std::string_view value) {
  auto greeting = unescape(value);
  if (!greeting) {
    throw UsageError(fmt::format("{}: unknown escape '{}'; known are \\r \\n \\t \\0 \\xHH \\\\", option.name,
                                 value.substr(greeting.error(), 2)));
  }
  s.server.greeting = std::move(*greeting);
}

constexpr Option keep_open[] = {
    {.name = "--keep-open",
     .letter = "-k",
     .help = "keep accepting; serve many clients at a time",
     .apply = [](Settings& s, const Option&, std::string_view) { s.server.keep_open = true; }},
};

constexpr Option clients[] = {
    {.name = "--max-connections",
     .letter = "-m",
     .takes = Takes::value,
     .metavar = "N",
     .help = "serve at most N clients at a time; further ones are dropped (default: no limit)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.server.max_connections = count_value(option, value, 0, most_int);
         }},
    {.name = "--max-per-address",
     .takes = Takes::value,
     .metavar = "N",
     .help = "the same for each remote address (default: no limit)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.server.max_per_address = count_value(option, value, 0, most_int);
         },
     .needs = Needs::tcp},
    {.name = "--pause-on-connect",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "read nothing from a new connection for DURATION",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.server.pause_on_connect = duration_value(option, value); },
     .needs = Needs::stream},
    {.name = "--drain",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "time that open connections have to finish after SIGTERM (default: 8s)",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.server.drain = duration_value(option, value); }},
};

constexpr Option greeting[] = {
    {.name = "--greeting",
     .takes = Takes::value,
     .metavar = "TEXT",
     .help = "send TEXT first; \\r \\n \\t \\0 \\xHH \\\\ are understood",
     .apply = set_greeting,
     .needs = Needs::stream},
};

constexpr Option workers[] = {
    {.name = "--workers",
     .takes = Takes::value,
     .metavar = "N",
     .help = "serve in N threads, each with its own socket; 0 = one per core (default: 1)",
     .apply = set_workers,
     .needs = Needs::tcp | Needs::new_socket | Needs::stream},
};

constexpr Option accept_proxy[] = {
    {.name = "--accept-proxy",
     .help = "expect a PROXY header, version 1 or 2, and take the client's address from it",
     .apply = [](Settings& s, const Option&, std::string_view) { s.server.accept_proxy = true; },
     .needs = Needs::stream},
};

}  // namespace

constinit const std::span<const Option> keep_open_options = keep_open;
constinit const std::span<const Option> clients_options = clients;
constinit const std::span<const Option> greeting_options = greeting;
constinit const std::span<const Option> workers_options = workers;
constinit const std::span<const Option> accept_proxy_options = accept_proxy;

}  // namespace netkit::cli
