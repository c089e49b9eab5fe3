// SPDX-License-Identifier: MIT
#pragma once

#include "clients.h"

namespace netkit::bench {

/// What is to be done: connect, send one message, wait until it has come back, close; so many at a time.
struct Churn {
  std::size_t at_a_time = 16;
  std::size_t message_size = 64;
  std::size_t most = 20'000;  ///< connections, each of which leaves a socket in TIME_WAIT for a minute
  double seconds = 1;         ///< and no longer than that
};

struct Churned {
  std::size_t connections = 0;
  double seconds = 0;
};

/// Throws if a connection fails. We are the ones who close, by our end, and not by a reset.
Churned churn(const test::Where& server, const Churn& what);

}  // namespace netkit::bench
