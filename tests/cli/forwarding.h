// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "support/name_of.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "support/where.h"

namespace netkit::test {

inline std::string endpoint_of(const Where& where) {
  return is_tcp(where.transport) ? where.text() : "unix:" + where.text();
}

/// How the client reaches netkit, and how netkit reaches the target.
struct Pairing {
  Transport client, target;
};

inline std::string name_of(const Pairing& pairing) {
  return name_of(pairing.client) + "To" + name_of(pairing.target);
}

constexpr Transport all_tcp[] = {Transport::tcp4, Transport::tcp6};
constexpr Transport all_transports[] = {Transport::tcp4, Transport::tcp6, Transport::unix_path,
                                        Transport::abstract_name};

inline std::vector<Pairing> pairings(std::span<const Transport> clients, std::span<const Transport> targets) {
  std::vector<Pairing> made;
  for (const Transport client : clients) {
    for (const Transport target : targets) made.push_back({client, target});
  }
  return made;
}

/// netkit between a client and a target, both of the test.
struct Middle {
  explicit Middle(const Pairing& pairing, const Words& options = {}) : listener(pairing.target) {
    server = start_server("listen", pairing.client, Words{"--to", endpoint_of(listener.where())} + options);
    client = connect_to(server.where);
    target = listener.accept();
  }
  int status() { return server.process->wait(); }

  RawListener listener;
  Server server;
  UniqueFd client, target;
};

constexpr Pairing tcp_to_tcp{Transport::tcp4, Transport::tcp4};

}  // namespace netkit::test
