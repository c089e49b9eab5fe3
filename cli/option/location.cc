// SPDX-License-Identifier: MIT
#include "cli/option/location.h"

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <netkit/addr/port.h>
#include <netkit/base/ascii.h>
#include <netkit/socket/resolver.h>
#include <netkit/socket/zone.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "cli/option/foreign_address.h"
#include "cli/option/zones.h"
#include "cli/process/inherited_sockets.h"
#include "cli/report/usage_error.h"
#include "cli/text/port_list.h"

namespace netkit::cli {
namespace {

bool could_be_host(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && parse_host(text).has_value();
}

bool names_several_ports(std::string_view text) {
  return is_port_list(text) && !text.empty() &&
         std::ranges::all_of(text, [](char c) { return is_digit(c) || c == ',' || c == '-'; });
}

[[noreturn]] void refuse_port(std::string_view text) {
  if (names_several_ports(text))
    throw UsageError(
        fmt::format("'{0}' names several ports: to probe them write netkit connect -z HOST {0}", text));
  throw UsageError(
      fmt::format("'{0}' is not a port: 0..65535 or a service name such as http{1}", text,
                  could_be_host(text) ? fmt::format("; for a host write '{0} PORT'", text) : ""));
}

[[noreturn]] void refuse_host(std::string_view text) {
  if (text.empty() || text == "*") {
    throw UsageError(
        fmt::format("the host is {}; give the port alone for localhost (connect) or every address",
                    text.empty() ? "empty" : "'*'"));
  }
  refuse_misplaced_zone(text);
  throw UsageError(
      fmt::format("'{}' is not a host: a name, an IPv4 address such as 192.0.2.1, or an IPv6 address "
                  "such as 2001:db8::1{}",
                  text, hint_at_brackets(text)));
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

bool is_unix_socket(int fd) {
  int family = 0;
  socklen_t length = sizeof(family);
  return ::getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &length) == 0 && family == AF_UNIX;
}

void check_peers(const Location& where, const PeerSettings& peers) {
  if (peers.empty() || where.path) return;
  if (!where.descriptors.empty() && std::ranges::all_of(where.descriptors, is_unix_socket)) return;
  throw UsageError(fmt::format("{} is for Unix sockets and needs --unix",
                               peers.users.empty() ? "--allow-group" : "--allow-user"));
}

std::vector<int> sockets_handed_over(const Settings& settings) {
  std::vector<int> sockets;
  for (const int fd : inherited_sockets()) sockets.push_back(socket_from("LISTEN_FDS", fd));
  if (settings.server.workers > 1 && !sockets.empty())
    throw UsageError("--workers is for a new socket and cannot go with LISTEN_FDS");
  return sockets;
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

// Both ports, or the port first.
void refuse_order(const std::vector<std::string>& operands) {
  const std::string &first = operands[0], &second = operands[1];
  if (first != "::" && parse_host_port(first)) {
    const std::string what = parse_host_port(second) ? "more than one address" : "more than one port";
    throw UsageError(fmt::format("{}: '{}' and '{}'", what, first, second));
  }
  if (!is_number(first)) return;
  if (is_number(second)) throw UsageError(fmt::format("more than one port: '{}' and '{}'", first, second));
  if (parse_host(second))
    throw UsageError(
        fmt::format("'{0}' is not a host: the host comes first, as in '{1} {0}'", first, second));
}

Location two_operands(const std::vector<std::string>& operands) {
  refuse_order(operands);
  Location where;
  where.host = host_from(operands[0]);
  where.port = port_from(operands[1]);
  return where;
}

void check_zones(const Location& where, const Settings& settings) {
  const auto* const literal = where.host ? where.host->literal() : nullptr;
  const auto to = literal == nullptr ? std::nullopt : std::optional(address_of(*literal));
  if (!settings.common.socket.early.interface.empty()) return;
  const LocalEnd& from = settings.connect.from;
  if (from.address) {
    const SocketAddress address{*from.address, 0, from.scope_id};
    check_zone(address, "-s " + host_text(address));
  }
  if (from.scope_id != 0) return;
  if (to) check_zone(*to, host_text(*to));
  for (const auto& [name, addresses] : settings.connect.answers) {
    for (const SocketAddress& address : addresses)
      check_zone(address, fmt::format("--resolve {}={}", name, host_text(address)));
  }
}

/// What asks for addresses of one family, and how it is called in messages.
struct FamilyWish {
  Family family;
  std::string name;
};

std::vector<FamilyWish> family_wishes(const Location& where, const Settings& settings) {
  std::vector<FamilyWish> wishes;
  if (const auto& family = settings.common.family)
    wishes.push_back({*family, *family == Family::ipv4 ? "-4" : "-6"});
  if (settings.server.tcp.ipv6_only) wishes.push_back({Family::ipv6, "--ipv6-only"});
  if (const auto& from = settings.connect.from.address)
    wishes.push_back({from->family(), "-s " + from->to_string()});
  if (const auto* const literal = where.host ? where.host->literal() : nullptr) {
    const Family family = literal->address.family();
    wishes.push_back({family, fmt::format("the {} address {}", family_name(family), host_text(*where.host))});
  }
  return wishes;
}

void check_family(const Location& where, const Settings& settings) {
  const std::vector<FamilyWish> wishes = family_wishes(where, settings);
  const auto other = std::ranges::find_if(
      wishes, [&wishes](const FamilyWish& one) { return one.family != wishes.front().family; });
  if (other == wishes.end()) return;
  throw UsageError(fmt::format("{} and {} exclude each other", wishes.front().name, other->name));
}

[[noreturn]] void refuse_name(std::string_view name) {
  throw UsageError(fmt::format("'{}' is a name, and -n allows none", name));
}

// Of the last operand, the text behind the last colon is the port, unless it is an address.
void check_numeric(const Location& where, const Settings& settings) {
  if (where.host && where.host->literal() == nullptr) refuse_name(*where.host->name());
  if (settings.operands.empty() || !where.port) return;
  const std::string& last = settings.operands.back();
  const std::string port = last.substr(last.rfind(':') + 1);
  if (!is_literal(last) && !is_number(port)) refuse_name(port);
}

Location finished(Location where, const Settings& settings) {
  if (settings.common.numeric) check_numeric(where, settings);
  check_zones(where, settings);
  check_family(where, settings);
  return where;
}

void refuse_foreign_addresses(const Settings& settings) {
  for (const std::string& operand : settings.operands) {
    const auto foreign = read_foreign_address(operand, settings.command);
    if (foreign) throw UsageError(fmt::format("'{}' is {}: {}", operand, foreign->kind, foreign->advice()));
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

std::string in_brackets(std::string_view address) {
  return is_ipv6(address) ? fmt::format("[{}]", address) : std::string(address);
}

void check_operands(const Settings& settings) {
  refuse_foreign_addresses(settings);
  refuse_path(settings);
  refuse_quit_time(settings);
  const auto& operands = settings.operands;
  if (operands.size() <= 2) return;
  const bool are_ports = std::all_of(operands.begin() + 1, operands.end(), is_number);
  throw UsageError(
      fmt::format("too many operands: '{}' is one more than HOST PORT{}", operands[2],
                  are_ports ? fmt::format("; to probe several ports write netkit connect -z {} {}",
                                          operands[0], fmt::join(operands.begin() + 1, operands.end(), ","))
                            : ""));
}

}  // namespace

std::string hint_at_brackets(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return "";
  const std::string_view host = text.substr(0, colon), port = text.substr(colon + 1);
  if (!is_ipv6(host) || !parse_port(port)) return "";
  return fmt::format("; for port {0} of {1} write '[{1}]:{0}'", port, host);
}

Location location_to_listen(const Settings& settings) {
  check_operands(settings);
  const auto& operands = settings.operands;
  Location where;
  if (settings.common.unix_path) {
    where.path = path_from(*settings.common.unix_path, "listen");
  } else if (settings.common.fd) {
    where.descriptors = {socket_from("--fd", *settings.common.fd)};
  } else if (operands.empty()) {
    where.descriptors = sockets_handed_over(settings);
  } else if (operands.size() == 2) {
    where = two_operands(operands);
  } else if (operands.size() == 1 && is_literal(operands[0])) {
    where.host = host_from(operands[0]);
  } else if (operands.size() == 1) {
    where = one_operand(operands[0]);
  }
  check_peers(where, settings.server.peers);
  Settings listening = settings;
  listening.connect = {};  // is about the target of --to
  return finished(std::move(where), listening);
}

Location location_of_operands(const Settings& settings) {
  check_operands(settings);
  const auto& operands = settings.operands;
  Location where;
  if (settings.common.unix_path) {
    where.path = path_from(*settings.common.unix_path, "connect");
    if (settings.connect.from_path) where.from_path = path_from(*settings.connect.from_path, "connect");
    return where;
  }
  if (settings.common.fd) {
    where.descriptors = {socket_from("--fd", *settings.common.fd)};
    return where;
  }
  if (operands.empty()) throw UsageError("no address: give [HOST] PORT, HOST:PORT or -U PATH");
  if (operands.size() == 2) return finished(two_operands(operands), settings);
  if (is_literal(operands[0])) {
    throw UsageError(fmt::format("'{0}' is an address without a port; write '{0} PORT' or '{1}:PORT'{2}",
                                 operands[0], in_brackets(operands[0]), hint_at_brackets(operands[0])));
  }
  where = one_operand(operands[0]);
  if (settings.common.numeric && !where.host)
    where.host = Host(settings.common.family == Family::ipv6 ? "::1" : "127.0.0.1");
  return finished(std::move(where), settings);
}

// The port of the last operand is the first of them for all that is checked otherwise.
std::optional<Location> location_of_several_ports(const Settings& settings) {
  if (settings.join.to != Joined::nothing || settings.operands.empty()) return std::nullopt;
  const std::string& last = settings.operands.back();
  const auto begin = last.rfind(':') + 1;
  const std::string text = last.substr(begin);
  if (!is_port_list(text)) return std::nullopt;
  const auto ports = parse_port_list(text, port_of_service);
  if (!ports) throw UsageError(ports.error());
  Settings of_first = settings;
  of_first.operands.back() = last.substr(0, begin) + std::to_string(ports->front());
  Location where = location_of_operands(of_first);
  where.ports = *ports;
  return where;
}

Location location_to_connect(const Settings& settings) {
  if (auto several = location_of_several_ports(settings)) return std::move(*several);
  Location where = location_of_operands(settings);
  const bool has_port = !where.path && where.descriptors.empty();
  if (settings.join.to == Joined::nothing && has_port && where.port == 0)
    throw UsageError("'0' is not a port: 1..65535");
  return where;
}

}  // namespace netkit::cli
