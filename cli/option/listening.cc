// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <sys/types.h>

#include <limits>

#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"
#include "cli/option/values.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

constexpr Needs new_tcp_socket = Needs::tcp | Needs::new_socket;
constexpr Needs new_socket_file = Needs::socket_file | Needs::new_socket;
constexpr std::uint64_t most_int = std::numeric_limits<int>::max();

void set_mode(Settings& s, const Option& option, std::string_view value) {
  const auto mode = parse_mode(value);
  if (!mode) throw UsageError(fmt::format("{}: '{}' is not an octal number in 0..777", option.name, value));
  s.server.ipc.mode = static_cast<mode_t>(*mode);
}

constexpr Option rows[] = {
    {.name = "--backlog",
     .takes = Takes::value,
     .metavar = "N",
     .help = "length of the queue of connections not yet accepted (default: 511)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.server.backlog = static_cast<int>(count_value(option, value, 0, most_int));
         },
     .needs = Needs::stream},
    {.name = "--ipv6-only",
     .help = "no IPv4 on an IPv6 address",
     .apply = [](Settings& s, const Option&, std::string_view) { s.server.tcp.ipv6_only = true; },
     .needs = new_tcp_socket},
    {.name = "--reuse-port",
     .help = "share the port with other sockets (SO_REUSEPORT)",
     .apply = [](Settings& s, const Option&, std::string_view) { s.server.tcp.reuse_port = true; },
     .needs = new_tcp_socket},
    {.name = "--retry-in-use",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "if the address is in use, try again each second for DURATION",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.server.retry_in_use = duration_value(option, value); },
     .needs = Needs::new_socket},
    {.name = "--unlink",
     .help = "replace a stale socket file, one that no process listens on",
     .apply = [](Settings& s, const Option&, std::string_view) { s.server.ipc.take_over_stale = true; },
     .needs = new_socket_file},
    {.name = "--mode",
     .takes = Takes::value,
     .metavar = "OCTAL",
     .help = "permissions of the socket file (default: by the umask)",
     .apply = set_mode,
     .needs = new_socket_file},
    {.name = "--readable-all",
     .help = "let everyone read the socket file",
     .apply = [](Settings& s, const Option&, std::string_view) { s.server.ipc.readable_all = true; },
     .needs = new_socket_file},
    {.name = "--writable-all",
     .help = "let everyone write to the socket file, and so connect",
     .apply = [](Settings& s, const Option&, std::string_view) { s.server.ipc.writable_all = true; },
     .needs = new_socket_file},
    {.name = "--ready-fd",
     .takes = Takes::value,
     .metavar = "N",
     .help = "once listening, write the address to descriptor N and close it",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.server.ready_fd = static_cast<int>(count_value(option, value, 1, most_int));
         }},
};

}  // namespace

constinit const std::span<const Option> listening_options = rows;

}  // namespace netkit::cli
