// SPDX-License-Identifier: MIT
#include "peers.h"

#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include "proc.h"

namespace netkit::test {

namespace {

constexpr const char* node_script = R"(
const [role, a, b] = process.argv.slice(1);
const where = b === undefined ? { path: a } : { host: a, port: Number(b) };
const net = require('node:net');
const join = (socket) => {
  process.stdin.pipe(socket);
  socket.pipe(process.stdout);
  socket.on('error', (error) => { console.error(error.message); process.exit(1); });
};
if (role === 'server') {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => { server.close(); join(socket); });
  server.listen(where);
} else {
  join(net.connect({ ...where, allowHalfOpen: true }));
}
)";

Words host_and_port(const Where& where) {
  return {where.host, std::to_string(where.port)};
}

Words node(const std::string& role, const Where& where) {
  const Words place = is_tcp(where.transport) ? host_and_port(where) : Words{where.path};
  return Words{"node", "-e", node_script, role} + place;
}
Words node_client(const Where& where) {
  return node("client", where);
}
Words node_server(const Where& where) {
  return node("server", where);
}

Words ncat_client(const Where& where) {
  return Words{"ncat"} + (is_tcp(where.transport) ? host_and_port(where) : Words{"-U", where.path});
}
Words ncat_server(const Where& where) {
  return Words{"ncat", "-l"} + (is_tcp(where.transport) ? host_and_port(where) : Words{"-U", where.path});
}

/// -t: how long one direction may go on after the other has ended.
Words socat(const std::string& address) {
  return {"socat", "-t", "100", "-b", "65536", "STDIO", address};
}

Words socat_client(const Where& where) {
  switch (where.transport) {
    case Transport::tcp4:
      return socat("TCP4:" + where.text());
    case Transport::tcp6:
      return socat("TCP6:" + where.text());
    case Transport::unix_path:
      return socat("UNIX-CONNECT:" + where.path);
    case Transport::abstract_name:
      return socat("ABSTRACT-CONNECT:" + where.path);
  }
  return {};
}
Words socat_server(const Where& where) {
  const std::string port = std::to_string(where.port);
  switch (where.transport) {
    case Transport::tcp4:
      return socat("TCP4-LISTEN:" + port + ",bind=" + where.host);
    case Transport::tcp6:
      return socat("TCP6-LISTEN:" + port + ",bind=[" + where.host + "]");
    case Transport::unix_path:
      return socat("UNIX-LISTEN:" + where.path);
    case Transport::abstract_name:
      return socat("ABSTRACT-LISTEN:" + where.path);
  }
  return {};
}

/// -N: an end of stdin is sent on. A leading @ means an abstract name, as for netkit.
Words openbsd_client(const Where& where) {
  return Words{"nc.openbsd", "-N"} +
         (is_tcp(where.transport) ? host_and_port(where) : Words{"-U", where.text()});
}
Words openbsd_server(const Where& where) {
  return Words{"nc.openbsd", "-N", "-l"} +
         (is_tcp(where.transport) ? host_and_port(where) : Words{"-U", where.text()});
}

/// It cannot half-close: with -q 0 it exits when its stdin has ended.
Words traditional_client(const Where& where) {
  return Words{"nc.traditional", "-q", "0"} + host_and_port(where);
}
Words traditional_server(const Where& where) {
  return {"nc.traditional", "-q", "0", "-l", "-s", where.host, "-p", std::to_string(where.port)};
}

/// Waits until the peer listens. False if it has ended instead (its port was taken meanwhile).
bool comes_to_listen(Process& process, const Where& where) {
  const Deadline deadline;
  while (!listens(process.pid(), where)) {
    if (process.wait_at_most(Duration(2))) return false;
    if (deadline.passed()) throw TooLate("the peer does not come to listen on " + where.text());
  }
  return true;
}

}  // namespace

const std::vector<Peer>& peers() {
  using enum Transport;
  // node pads abstract names with NULs up to v20, ncat has none, nc.traditional knows IPv4 only.
  static const std::vector<Peer> all{
      {"Node", "node", {tcp4, tcp6, unix_path}, true, true, true, node_client, node_server},
      {"Ncat", "ncat", {tcp4, tcp6, unix_path}, true, true, false, ncat_client, ncat_server},
      {"Socat",
       "socat",
       {tcp4, tcp6, unix_path, abstract_name},
       true,
       true,
       true,
       socat_client,
       socat_server},
      {"NcOpenbsd", "nc.openbsd", {tcp4, tcp6, unix_path}, true, true, false, openbsd_client, openbsd_server},
      {"NcTraditional",
       "nc.traditional",
       {tcp4},
       false,
       false,
       false,
       traditional_client,
       traditional_server},
  };
  return all;
}

std::optional<std::string> why_missing(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/usr/bin:/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (::access((folder + "/" + program).c_str(), X_OK) == 0) return std::nullopt;
  }
  return program + " is not installed";
}

std::optional<std::string> why_missing(Transport transport) {
  if (transport != Transport::tcp6 || ipv6_available()) return std::nullopt;
  return "there is no IPv6 here";
}

std::unique_ptr<Process> start_client(const Peer& peer, const Where& where, const Stdios& stdio) {
  Launch launch;
  launch.argv = peer.client(where);
  launch.stdio = stdio;
  return std::make_unique<Process>(launch);
}

Server start_server(const Peer& peer, Transport transport, const Stdios& stdio) {
  constexpr int tries = 5;
  for (int i = 0; i < tries; ++i) {
    const Where where = unused_where(transport);
    Launch launch;
    launch.argv = peer.server(where);
    launch.stdio = stdio;
    auto process = std::make_unique<Process>(launch);
    if (comes_to_listen(*process, where)) return {std::move(process), where};
  }
  throw std::runtime_error(peer.program + " cannot listen");
}

std::vector<Meeting> all_meetings() {
  std::vector<Meeting> all;
  for (const Peer& peer : peers()) {
    for (const Transport transport : peer.transports) {
      for (const Role role : {Role::connect, Role::listen}) all.push_back({&peer, transport, role});
    }
  }
  return all;
}

std::vector<Meeting> one_transport_each() {
  std::vector<Meeting> some;
  for (const Peer& peer : peers()) {
    for (const Role role : {Role::connect, Role::listen})
      some.push_back({&peer, peer.transports.front(), role});
  }
  return some;
}

Pair meet(const Meeting& meeting, const Words& netkit_options, const Stdios& netkit_stdio,
          const Stdios& peer_stdio) {
  if (meeting.role == Role::connect) {
    Server server = start_server(*meeting.peer, meeting.transport, peer_stdio);
    auto client = std::make_unique<Process>(
        netkit(Words{"connect"} + netkit_options + server.where.netkit_words(), netkit_stdio));
    return {std::move(client), std::move(server.process)};
  }
  Server server = start_server("listen", meeting.transport, netkit_options, netkit_stdio);
  auto client = start_client(*meeting.peer, server.where, peer_stdio);
  return {std::move(server.process), std::move(client)};
}

}  // namespace netkit::test
