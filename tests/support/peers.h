// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "netkit.h"

namespace netkit::test {

/// Another program like netkit, and what it can do. Run by the functions below, it sends its stdin and then
/// its end, and writes what arrives to stdout.
struct Peer {
  std::string name;     ///< in the names of tests: "Node"
  std::string program;  ///< looked up in PATH
  std::vector<Transport> transports;
  bool half_closes;               ///< sends an end when its stdin has ended, and goes on receiving
  bool outlives_end_as_client;    ///< goes on sending when the other side has ended
  bool outlives_end_as_server;    ///< the same, as server
  Words (*client)(const Where&);  ///< the command that connects to the address
  Words (*server)(const Where&);  ///< the command that listens on the address
};

inline std::string name_of(const Peer& peer) {
  return peer.name;
}
inline void PrintTo(const Peer& peer, std::ostream* out) {
  *out << peer.name;
}

/// node, ncat, socat, nc.openbsd and nc.traditional, installed or not.
const std::vector<Peer>& peers();

/// Why this program cannot be used here, if it cannot.
std::optional<std::string> why_missing(const std::string& program);

/// Why this transport cannot be used here, if it cannot.
std::optional<std::string> why_missing(Transport transport);

/// Starts the peer as a client.
std::unique_ptr<Process> start_client(const Peer& peer, const Where& where, const Stdios& stdio = {});

/// Starts the peer as a server on an address that was free, and waits until it listens there.
Server start_server(const Peer& peer, Transport transport, const Stdios& stdio = {});

/// One way in which netkit and a peer can meet.
struct Meeting {
  const Peer* peer;
  Transport transport;
  Role role;  ///< netkit's

  bool peer_outlives_end() const {
    return role == Role::connect ? peer->outlives_end_as_server : peer->outlives_end_as_client;
  }
};

inline std::string name_of(const Meeting& meeting) {
  return meeting.peer->name + name_of(meeting.transport) + name_of(meeting.role);
}
inline void PrintTo(const Meeting& meeting, std::ostream* out) {
  *out << name_of(meeting);
}

/// Every peer over everything it can, netkit as client and as server.
std::vector<Meeting> all_meetings();
/// Every peer over its first transport only.
std::vector<Meeting> one_transport_each();

/// netkit and a peer, connected.
struct Pair {
  std::unique_ptr<Process> netkit;
  std::unique_ptr<Process> peer;
};

/// Starts both and connects them.
Pair meet(const Meeting& meeting, const Words& netkit_options = {}, const Stdios& netkit_stdio = {},
          const Stdios& peer_stdio = {});

}  // namespace netkit::test

/// Skips the test where a program or transport is missing, saying which.
#define NETKIT_NEEDS(what) \
  if (const auto missing = netkit::test::why_missing(what)) GTEST_SKIP() << *missing
