// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "job.h"
#include "support/where.h"

namespace netkit::bench {

/// Two programs that bring bytes from one's stdin to the other's stdout.
struct Movers {
  std::string name;
  std::string program;  ///< looked up in PATH
  std::function<Words(const test::Where&)> sender;
  std::function<Words(const test::Where&)> receiver;
};

/// netkit first, then the others, the limits last; without those that are missing, which the report names.
std::vector<Movers> movers(const Setting& setting, Report& report);

/// A server that gives every client its bytes back.
struct Echoer {
  std::string name;
  std::string program;
  std::size_t most_clients;  ///< beyond that many it makes no sense to ask it
  std::function<Words(const test::Where&)> command;
};

/// netkit first, the limit second, then the others.
std::vector<Echoer> echoers(const Setting& setting, Report& report);

/// Servers that join each client to a new connection to the target, in the same order.
std::vector<Echoer> forwarders(const Setting& setting, Report& report, const test::Where& target);

/// Servers that start cat for each client, in the same order.
std::vector<Echoer> spawners(const Setting& setting, Report& report);

/// Servers that give datagrams back, in the same order.
std::vector<Echoer> datagram_echoers(const Setting& setting, Report& report);

/// Servers that pass on what a client sends to all others, in the same order.
std::vector<Echoer> brokers(const Setting& setting, Report& report);

/// netkit echo with these options.
Echoer netkit_echo(const Setting& setting, const std::string& name, const Words& options);

/// The bare loop that is its limit; a number of threads is an option.
Echoer epoll_echo(const Setting& setting, const std::string& name, const Words& options);

/// Whether that is the name of a limit, which begins with the word.
inline bool is_limit(const std::string& name) {
  return name.starts_with("limit");
}

}  // namespace netkit::bench
