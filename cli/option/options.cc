// SPDX-License-Identifier: MIT
#include "cli/option/options.h"

#include <fmt/core.h>

#include "cli/option/option_groups.h"
#include "cli/option/option_rows.h"
#include "cli/option/values.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

void set_greeting(ServerSettings& server, std::string_view value) {
  auto greeting = unescape(value);
  if (!greeting) {
    throw UsageError(fmt::format("--greeting: unknown escape '{}'; known are \\r \\n \\t \\0 \\xHH \\\\",
                                 value.substr(greeting.error(), 2)));
  }
  server.greeting = std::move(*greeting);
}

void refuse_two_addresses(const Settings& s) {
  std::vector<std::string> addresses;
  if (s.common.unix_path) addresses.push_back("-U " + *s.common.unix_path);
  if (s.common.fd) addresses.push_back(fmt::format("--fd {}", *s.common.fd));
  if (!s.operands.empty()) addresses.push_back(s.operands.front());
  if (addresses.size() < 2) return;
  throw UsageError(fmt::format("two addresses at once: {} and {}", addresses[0], addresses[1]));
}

void refuse_what_unix_sockets_have_not(const Settings& s) {
  if (!s.common.unix_path) return;
  if (s.common.socket.reset) {
    throw UsageError(std::string(no_reset_on_unix_sockets));
  }
  if (!s.common.tcp_only.empty()) {
    throw UsageError(fmt::format("{} is for TCP and cannot go with --unix", s.common.tcp_only.front()));
  }
  if (s.common.unix_path->starts_with('@') && !s.server.ipc_only.empty()) {
    throw UsageError(fmt::format("{}: an abstract socket has no file", s.server.ipc_only.front()));
  }
}

void refuse_socket_file_options(const Settings& s) {
  if (s.server.ipc_only.empty()) return;
  throw UsageError(fmt::format("{} is for socket files and needs --unix", s.server.ipc_only.front()));
}

}  // namespace

OptionTable listen_options(Settings& s) {
  OptionGroup clients = clients_group(s);
  clients.rows.insert(clients.rows.begin(),
                      flag("-k,--keep-open", "go on accepting, many clients at a time", s.server.keep_open));
  return {where_group(s),   binding_group(s),    std::move(clients), access_group(s, Stdin::payload),
          console_group(s), connection_group(s), socket_group(s),    message_group(s)};
}

OptionTable connect_options(Settings& s) {
  OptionGroup access = access_group(s, Stdin::payload);
  for (OptionRow& row : access.rows) row = for_new_socket(std::move(row), s.common);
  return {where_group(s),      connecting_group(s), std::move(access), console_group(s),
          connection_group(s), socket_group(s),     message_group(s)};
}

OptionTable echo_options(Settings& s) {
  OptionGroup clients = clients_group(s);
  clients.rows.push_back(text("--greeting", "TEXT", "sent first; \\r \\n \\t \\0 \\xHH \\\\ are understood",
                              [&s](std::string_view value) { set_greeting(s.server, value); }));
  clients.rows.push_back(workers_row(s));
  return {where_group(s),      binding_group(s), std::move(clients), access_group(s, Stdin::free),
          connection_group(s), socket_group(s),  message_group(s)};
}

void check_conflicts(const Settings& s) {
  if (s.console.send_only && s.console.recv_only) {
    throw UsageError("--send-only and --recv-only exclude each other");
  }
  refuse_two_addresses(s);
  refuse_what_unix_sockets_have_not(s);
  if (!s.operands.empty()) refuse_socket_file_options(s);
  if (s.common.fd && !s.common.new_socket_only.empty()) {
    throw UsageError(
        fmt::format("{} is for a new socket and cannot go with --fd", s.common.new_socket_only.front()));
  }
}

void check_settings(const Settings& s) {
  check_conflicts(s);
  if (!s.common.unix_path) refuse_socket_file_options(s);
}

}  // namespace netkit::cli
