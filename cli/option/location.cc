// SPDX-License-Identifier: MIT
#include "cli/option/location.h"

#include <fmt/core.h>
#include <netkit/base/ascii.h>
#include <netkit/socket/resolver.h>
#include <netkit/socket/zone.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "cli/process/inherited_sockets.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

bool is_port_range(std::string_view text) {
  const auto dash = text.find('-');
  return dash != std::string_view::npos && is_number(text.substr(0, dash)) &&
         is_number(text.substr(dash + 1));
}

[[noreturn]] void refuse_port(std::string_view text) {
  if (is_port_range(text)) throw UsageError(fmt::format("'{}' is a range of ports; give one port", text));
  throw UsageError(fmt::format("'{}' is not a port: 0..65535 or a service name such as http", text));
}

[[noreturn]] void refuse_host(std::string_view text) {
  if (text.empty()) throw UsageError("the host is empty");
  throw UsageError(
      fmt::format("'{}' is not a host: a name, an IPv4 address such as 192.0.2.1, or an IPv6 address "
                  "such as 2001:db8::1",
                  text));
}

std::uint16_t port_of(const PortOrService& port, std::string_view text) {
  if (const auto* number = std::get_if<std::uint16_t>(&port)) return *number;
  const auto found = port_of_service(std::get<std::string>(port));
  if (!found) refuse_port(text);
  return *found;
}

std::uint16_t port_from(std::string_view text) {
  const auto port = parse_port_or_service(text);
  if (!port) refuse_port(text);
  return port_of(*port, text);
}

Host host_from(std::string_view text) {
  auto host = parse_host(text);
  if (!host) refuse_host(text);
  return std::move(*host);
}

bool is_literal(std::string_view text) {
  const auto host = parse_host(text);
  return host && std::holds_alternative<IpLiteral>(*host);
}

// HOST:PORT in one operand. What looks like it is refused with the half that is wrong.
std::optional<Location> host_and_port_from(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view host = text.substr(0, colon), port = text.substr(colon + 1);
  Location where;
  if (auto endpoint = parse_host_port(text)) {
    where.host = std::move(endpoint->host);
    where.port = port_of(*endpoint->port, port);
    return where;
  }
  (void)port_from(port);  // refuses a bad port
  refuse_host(host.contains(':') && !host.starts_with('[') ? text : host);
}

IpcPath path_from(const std::string& text, std::string_view syscall) {
  auto path = IpcPath::parse(text);
  if (path) return std::move(*path);
  switch (path.error()) {
    case IpcPathProblem::windows_pipe:
      throw UsageError(fmt::format(
          "'{}' is a Windows pipe; this system has Unix-domain sockets: -U /path or @name", text));
    case IpcPathProblem::too_long:
      throw UsageError(fmt::format("{} EINVAL: invalid argument {} (a socket path has at most {} bytes)",
                                   syscall, text, IpcPath::max_length));
    default:
      throw UsageError(fmt::format(
          "{} EINVAL: invalid argument '{}' (an empty socket path, or one with a NUL)", syscall, text));
  }
}

// Looked at before anything of ours could have got this number.
int socket_from(std::string_view giver, int fd) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) throw UsageError(fmt::format("{}: {} is not an open descriptor", giver, fd));
  if (!S_ISSOCK(status.st_mode))
    throw UsageError(fmt::format("{}: descriptor {} is not a socket", giver, fd));
  return fd;
}

// What one operand may be besides a literal without a port, which listen and connect treat differently.
Location one_operand(const std::string& operand) {
  if (!is_number(operand)) {
    if (auto both = host_and_port_from(operand)) return std::move(*both);
  }
  Location where;
  where.port = port_from(operand);
  return where;
}

Location two_operands(const std::vector<std::string>& operands) {
  Location where;
  where.host = host_from(operands[0]);
  where.port = port_from(operands[1]);
  return where;
}

void check_zone(const Location& where) {
  if (!where.host || resolve_literal(*where.host, 0)) return;
  const std::string& zone = std::get<IpLiteral>(*where.host).zone;
  throw UsageError(fmt::format("no network interface '{}' (in '{}')", zone, host_text(*where.host)));
}

void check_family(const Location& where, const Settings& settings) {
  const auto* literal = where.host ? std::get_if<IpLiteral>(&*where.host) : nullptr;
  if (literal == nullptr || !settings.common.family || literal->address.family() == *settings.common.family)
    return;
  throw UsageError(fmt::format("{} and the {} address {} exclude each other",
                               *settings.common.family == Family::ipv4 ? "-4" : "-6",
                               family_name(literal->address.family()), host_text(*where.host)));
}

Location finished(Location where, const Settings& settings) {
  check_zone(where);
  check_family(where, settings);
  return where;
}

/// "localhost 8150" of "http://localhost:8150/"; the scheme is a service if there is no port.
std::string words_of_url(std::string_view url) {
  const auto scheme = url.find("://");
  std::string_view rest = url.substr(scheme + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  const auto colon = rest.rfind(':');
  if (colon == std::string_view::npos || rest.ends_with(']'))
    return fmt::format("{} {}", rest, url.substr(0, scheme));
  return fmt::format("{} {}", rest.substr(0, colon), rest.substr(colon + 1));
}

void refuse_url(const Settings& settings) {
  for (const std::string& operand : settings.operands) {
    if (!operand.contains("://")) continue;
    throw UsageError(
        fmt::format("'{}' is a URL: write 'netkit {} {}'", operand, settings.command, words_of_url(operand)));
  }
}

void refuse_path(const Settings& settings) {
  if (settings.operands.size() != 1) return;
  const std::string& operand = settings.operands.front();
  if (operand.starts_with('/') || operand.starts_with("./") || operand.starts_with("../") ||
      operand.ends_with(".sock")) {
    throw UsageError(fmt::format("'{0}' is a path: for a Unix-domain socket write -U {0}", operand));
  }
}

/// netcat's -q takes a value.
void refuse_quit_time(const Settings& settings) {
  if (settings.common.verbosity >= 0 || settings.operands.size() < 2 || !is_number(settings.operands[0]))
    return;
  throw UsageError(
      fmt::format("'{0}' is not a host: -q is --quiet; to quit some time after stdin ends write -Q {0}",
                  settings.operands[0]));
}

void check_operands(const Settings& settings) {
  refuse_url(settings);
  refuse_path(settings);
  refuse_quit_time(settings);
  const auto& operands = settings.operands;
  if (operands.size() <= 2) return;
  throw UsageError(fmt::format("too many operands: '{}' is one more than HOST PORT", operands[2]));
}

}  // namespace

Location location_to_listen(const Settings& settings) {
  check_operands(settings);
  const auto& operands = settings.operands;
  Location where;
  if (settings.common.unix_path) {
    where.path = path_from(*settings.common.unix_path, "listen");
  } else if (settings.common.fd) {
    where.descriptors = {socket_from("--fd", *settings.common.fd)};
  } else if (operands.empty()) {
    for (const int fd : inherited_sockets()) where.descriptors.push_back(socket_from("LISTEN_FDS", fd));
  } else if (operands.size() == 2) {
    where = two_operands(operands);
  } else if (operands.size() == 1 && is_literal(operands[0])) {
    where.host = host_from(operands[0]);
  } else if (operands.size() == 1) {
    where = one_operand(operands[0]);
  }
  return finished(std::move(where), settings);
}

Location location_to_connect(const Settings& settings) {
  check_operands(settings);
  const auto& operands = settings.operands;
  Location where;
  if (settings.common.unix_path) {
    where.path = path_from(*settings.common.unix_path, "connect");
    return where;
  }
  if (settings.common.fd) {
    where.descriptors = {socket_from("--fd", *settings.common.fd)};
    return where;
  }
  if (operands.empty()) throw UsageError("no address: give [HOST] PORT, HOST:PORT or -U PATH");
  if (operands.size() == 2) return finished(two_operands(operands), settings);
  if (is_literal(operands[0])) {
    const std::string host = host_text(host_from(operands[0]));
    throw UsageError(fmt::format("'{0}' is an address without a port; write '{1} PORT' or '{2}:PORT'",
                                 operands[0], host, host.contains(':') ? fmt::format("[{}]", host) : host));
  }
  return finished(one_operand(operands[0]), settings);
}

}  // namespace netkit::cli
