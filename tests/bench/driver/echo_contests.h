// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "job.h"
#include "peers.h"

namespace netkit::bench {

// Contests of servers that give back what they are sent.

struct Load {
  std::string name;
  std::size_t connections;
  std::size_t message_size;
  int type = SOCK_STREAM;  ///< or SOCK_DGRAM
};

/// Messages over connections that stay; `goals` answers what the first has to reach of each.
void hold_ping_pong(const Setting& setting, Report& report, const Load& load,
                    const std::vector<Echoer>& echoers, const std::function<Sample(const Echoer&)>& goals);

struct Idle {
  std::string name;
  std::size_t connections;
  double goal;  ///< bytes of the first server for each
};

/// The memory that a server needs for connections that do nothing, after a message each.
void hold_idle(Report& report, const Idle& load, const std::vector<Echoer>& echoers, const Rounds& rounds);

/// Connections with one message each. The goal is what the first has to reach of the second.
void hold_churn(const Setting& setting, Report& report, const std::vector<Echoer>& echoers, double goal);

}  // namespace netkit::bench
