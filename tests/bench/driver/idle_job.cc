// SPDX-License-Identifier: MIT
// What a connection costs a server that does nothing for it.
#include "echo_contests.h"
#include "job.h"
#include "listening.h"
#include "peers.h"

namespace netkit::bench {

void idle(const Setting& setting, Report& report) {
  // Each connection is a descriptor of ours and one of the server's; both need some besides.
  const std::size_t most = use_all_descriptors() - 200;
  const auto all = echoers(setting, report);
  const Rounds rounds{0, setting.pick(1, 5)};
  std::size_t before = 0;
  for (const std::size_t wanted : {setting.pick(2'000, 10'000), setting.pick(10'000, 100'000)}) {
    const std::size_t connections = std::min(wanted, most);
    if (connections < wanted) {
      report.note("Not " + std::to_string(wanted) + " connections: the hard limit on descriptors is " +
                  std::to_string(most + 200) + ".");
    }
    const Idle load{std::to_string(connections) + " connections", connections, 1024};
    if (connections > before) hold_idle(report, load, all, wanted > 10'000 ? Rounds{0, 1} : rounds);
    before = connections;
  }
  report.note("Memory is the server's own (Pss), without the kernel's for its sockets.");
  report.note(output_of({setting.limit("connection_sizes")}));
}

}  // namespace netkit::bench
