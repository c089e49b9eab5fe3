// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <netkit/loop/system.h>

#include <limits>

#include "cli/option/option_groups.h"
#include "cli/option/option_rows.h"
#include "cli/option/values.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

constexpr std::uint64_t most_int = std::numeric_limits<int>::max();
constexpr std::uint64_t most_workers = 1024;

void set_mode(ServerSettings& server, std::string_view value) {
  const auto mode = parse_mode(value);
  if (!mode) throw UsageError(fmt::format("--mode: '{}' is not an octal number in 0..777", value));
  server.ipc.mode = static_cast<mode_t>(*mode);
}

// What only a file can have.
std::vector<OptionRow> socket_file_rows(Settings& s) {
  ServerSettings& server = s.server;
  const auto file = [&s](OptionRow row) {
    return noted(noted(std::move(row), s.server.ipc_only), s.common.new_socket_only);
  };
  return {
      file(flag("--unlink", "take over a stale socket file, that nobody listens on",
                server.ipc.take_over_stale)),
      file(text("--mode", "OCTAL", "permissions of the socket file (by the umask)",
                [&server](std::string_view value) { set_mode(server, value); })),
      file(flag("--readable-all", "let everyone read the socket file", server.ipc.readable_all)),
      file(flag("--writable-all", "let everyone write to the socket file: connect", server.ipc.writable_all)),
  };
}

}  // namespace

OptionGroup binding_group(Settings& s) {
  ServerSettings& server = s.server;
  const auto fresh = [&s](OptionRow row) { return for_new_socket(std::move(row), s.common); };
  const auto tcp = [&s](OptionRow row) { return for_new_tcp_socket(std::move(row), s.common); };
  OptionGroup group{
      "ListeningSockets:",
      {text("--backlog", "N", "connections that wait to be accepted (511)",
            [&server](std::string_view value) {
              server.backlog = static_cast<int>(count_value("--backlog", value, 0, most_int));
            }),
       tcp(flag("--ipv6-only", "no IPv4 on an IPv6 address", server.tcp.ipv6_only)),
       tcp(flag("--reuse-port", "share the port with other sockets (SO_REUSEPORT)", server.tcp.reuse_port)),
       fresh(duration("--retry-in-use", "if the address is in use try again each second, for so long (none)",
                      server.retry_in_use))}};
  for (OptionRow& row : socket_file_rows(s)) group.rows.push_back(std::move(row));
  group.rows.push_back(
      text("--ready-fd", "N", "when listening, write the address to descriptor N and close it",
           [&server](std::string_view value) {
             server.ready_fd = static_cast<int>(count_value("--ready-fd", value, 1, most_int));
           }));
  return group;
}

OptionGroup clients_group(Settings& s) {
  ServerSettings& server = s.server;
  return {"Sessions:",
          {text("-m,--max-connections", "N",
                "more at once are accepted and closed at once; 0 drops all (no limit)",
                [&server](std::string_view value) {
                  server.max_connections = count_value("--max-connections", value, 0, most_int);
                }),
           noted(text("--max-per-address", "N", "the same, for each remote address (no limit)",
                      [&server](std::string_view value) {
                        server.max_per_address = count_value("--max-per-address", value, 0, most_int);
                      }),
                 s.common.tcp_only),
           duration("--pause-on-connect", "read nothing from a new connection for so long (none)",
                    server.pause_on_connect),
           text("--drain", "DURATION", "how long live connections may go on after SIGTERM (8s)",
                [&server](std::string_view value) { server.drain = duration_value("--drain", value); })}};
}

OptionRow workers_row(Settings& s) {
  return for_new_tcp_socket(
      text("--workers", "N", "serve in so many threads, each with its own socket; 0: one per core (1)",
           [&server = s.server](std::string_view value) {
             const auto workers = static_cast<unsigned>(count_value("--workers", value, 0, most_workers));
             server.workers = workers == 0 ? usable_processors() : workers;
           }),
      s.common);
}

}  // namespace netkit::cli
