// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <net/if.h>

#include <chrono>

#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

constexpr DurationRange keep_alive_times{.most = std::chrono::seconds(32767)};  // tcp(7)
constexpr DurationRange user_timeouts{.most = std::chrono::hours(596)};         // milliseconds in an int
constexpr std::uint64_t most_probes = 127;
constexpr std::uint64_t largest_buffer = std::uint64_t{1} << 30;

KeepAlive& keep_alive_of(Settings& s) {
  auto& keep_alive = s.common.socket.keep_alive;
  return keep_alive ? *keep_alive : keep_alive.emplace();
}

void set_keep_alive(Settings& s, const Option& option, std::string_view value) {
  KeepAlive& keep_alive = keep_alive_of(s);
  keep_alive.idle = value.empty() ? Duration(0) : duration_value(option, value, keep_alive_times);
}

void set_keep_alive_interval(Settings& s, const Option& option, std::string_view value) {
  const Duration interval = duration_value(option, value, keep_alive_times);
  keep_alive_of(s).interval = std::chrono::duration_cast<std::chrono::seconds>(interval);
}

void set_keep_alive_count(Settings& s, const Option& option, std::string_view value) {
  keep_alive_of(s).count = static_cast<int>(count_value(option, value, 1, most_probes));
}

void set_interface(Settings& s, const Option& option, std::string_view value) {
  const std::string name(value);
  if (name.size() >= IFNAMSIZ) {
    throw UsageError(fmt::format("{}: '{}' is longer than {} bytes and not a network interface", option.name,
                                 name, IFNAMSIZ - 1));
  }
  if (::if_nametoindex(name.c_str()) == 0) {
    throw UsageError(fmt::format("{}: '{}' is not a network interface of this machine", option.name, name));
  }
  s.common.socket.early.interface = name;
}

int buffer_size(const Option& option, std::string_view value) {
  return static_cast<int>(size_value(option, value, 1, largest_buffer));
}

constexpr Option rows[] = {
    {.name = "--no-delay",
     .help = "send small writes immediately (TCP_NODELAY)",
     .apply = [](Settings& s, const Option&, std::string_view) { s.common.socket.no_delay = true; },
     .needs = Needs::tcp | Needs::stream},
    {.name = "--keep-alive",
     .takes = Takes::optional_value,
     .metavar = "DURATION",
     .help = "probe an idle connection, first after DURATION (SO_KEEPALIVE)",
     .apply = set_keep_alive,
     .needs = Needs::tcp | Needs::stream},
    {.name = "--keep-alive-interval",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "time between probes; implies --keep-alive (default: 1s)",
     .apply = set_keep_alive_interval,
     .needs = Needs::tcp | Needs::stream},
    {.name = "--keep-alive-count",
     .takes = Takes::value,
     .metavar = "N",
     .help = "give up after N unanswered probes; implies --keep-alive (default: 10)",
     .apply = set_keep_alive_count,
     .needs = Needs::tcp | Needs::stream},
    {.name = "--tos",
     .takes = Takes::value,
     .metavar = "N",
     .help = "type of service, 0..255 (IP_TOS, IPV6_TCLASS)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.common.socket.type_of_service = static_cast<int>(count_value(option, value, 0, 255));
         },
     .needs = Needs::tcp},
    {.name = "--user-timeout",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "give up when data sent is not acknowledged within DURATION (TCP_USER_TIMEOUT; default: by the "
             "system)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.common.socket.user_timeout = limit_value(option, value, user_timeouts);
         },
     .needs = Needs::tcp | Needs::stream},
    {.name = "--send-buffer",
     .takes = Takes::value,
     .metavar = "SIZE",
     .help = "size of the kernel's send buffer (SO_SNDBUF)",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.common.socket.early.send_buffer = buffer_size(option, value); }},
    {.name = "--receive-buffer",
     .takes = Takes::value,
     .metavar = "SIZE",
     .help = "size of the kernel's receive buffer (SO_RCVBUF)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.common.socket.early.receive_buffer = buffer_size(option, value);
         }},
    {.name = "--interface",
     .takes = Takes::value,
     .metavar = "INTERFACE",
     .help = "use this network interface only (SO_BINDTODEVICE)",
     .apply = set_interface,
     .needs = Needs::tcp | Needs::new_socket},
};

}  // namespace

constinit const std::span<const Option> socket_options = rows;

}  // namespace netkit::cli
