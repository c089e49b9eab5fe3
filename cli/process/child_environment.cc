// SPDX-License-Identifier: MIT
#include "cli/process/child_environment.h"

#include <fmt/core.h>
#include <netkit/socket/zone.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "cli/option/environment.h"

namespace netkit::cli {
namespace {

using GetName = int (*)(int, sockaddr*, socklen_t*);

/// Starts of variables of a service manager, and of what connection_variables() says of an outer connection.
constexpr std::array<std::string_view, 9> not_handed_on{
    "LISTEN_",       "NOTIFY_SOCKET=", "NETKIT_PROTO=", "NETKIT_ID=",    "NETKIT_REMOTE_",
    "NETKIT_LOCAL_", "NETKIT_TLS=",    "NETKIT_TLS_",   "NETKIT_TARGET="};

/// "" if it has none, "@name" if it is an abstract one (unix(7)).
std::string path_of(int fd, GetName get_name) {
  sockaddr_un address{};
  socklen_t length = sizeof(address);
  if (get_name(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0) return "";
  constexpr std::size_t start = offsetof(sockaddr_un, sun_path);
  if (length <= start) return "";
  std::string path(address.sun_path, length - start);
  if (path.front() == '\0') return "@" + path.substr(1);
  return path.c_str();  // NOLINT(readability-redundant-string-cstr): up to the first NUL
}

void add_ends(std::vector<std::string>& variables, std::string_view side,
              const std::optional<SocketAddress>& address) {
  if (!address) return;
  variables.push_back(
      fmt::format("NETKIT_{}_ADDR={}", side, host_text({address->address.unmapped(), 0, address->scope_id})));
  variables.push_back(fmt::format("NETKIT_{}_PORT={}", side, address->port));
}

std::string remote_path(const Connection& connection) {
  const auto name = connection.peer_name();
  return name ? *name : path_of(connection.descriptor(), ::getpeername);
}

std::vector<std::string> variables_of_unix(const Connection& connection) {
  const int fd = connection.descriptor();
  std::vector<std::string> variables{"NETKIT_PROTO=unix", "NETKIT_LOCAL_PATH=" + path_of(fd, ::getsockname),
                                     "NETKIT_REMOTE_PATH=" + remote_path(connection)};
  if (const auto peer = connection.peer_credentials()) {
    variables.push_back(fmt::format("NETKIT_REMOTE_UID={}", peer->user));
    variables.push_back(fmt::format("NETKIT_REMOTE_GID={}", peer->group));
    variables.push_back(fmt::format("NETKIT_REMOTE_PID={}", peer->process));
  }
  return variables;
}

std::vector<std::string> variables_of_inet(const Connection& connection) {
  std::vector<std::string> variables{connection.datagrams() ? "NETKIT_PROTO=udp" : "NETKIT_PROTO=tcp"};
  add_ends(variables, "REMOTE", connection.remote_address());
  add_ends(variables, "LOCAL", connection.local_address());
  return variables;
}

void add_tls(std::vector<std::string>& variables, const TlsFacts& facts) {
  const CertificateFacts* const leaf = facts.chain.empty() ? nullptr : facts.chain.data();
  variables.push_back("NETKIT_TLS=" + facts.protocol);
  variables.push_back("NETKIT_TLS_CIPHER=" + facts.cipher);
  variables.push_back("NETKIT_TLS_SERVERNAME=" + facts.server_name);
  variables.push_back("NETKIT_TLS_ALPN=" + facts.alpn);
  variables.push_back("NETKIT_TLS_PIN=" + (leaf != nullptr ? leaf->pin : ""));
  variables.push_back("NETKIT_TLS_SUBJECT=" + (leaf != nullptr ? leaf->subject : ""));
}

}  // namespace

std::vector<std::string> environment_to_hand_on(std::string_view command) {
  const std::vector<std::string> options = variables_of(command);
  std::vector<std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable(*entry);
    const bool is_kept =
        std::ranges::none_of(not_handed_on, [&](auto start) { return variable.starts_with(start); }) &&
        std::ranges::count(options, variable.substr(0, variable.find('='))) == 0;
    if (is_kept) variables.emplace_back(variable);
  }
  return variables;
}

std::vector<std::string> connection_variables(const Connection& connection, std::int64_t id,
                                              const Facts& facts) {
  auto variables =
      connection.remote_address() ? variables_of_inet(connection) : variables_of_unix(connection);
  variables.push_back(fmt::format("NETKIT_ID={}", id));
  if (!facts.target.empty()) variables.push_back("NETKIT_TARGET=" + facts.target);
  if (facts.tls) add_tls(variables, *facts.tls);
  return variables;
}

}  // namespace netkit::cli
