// SPDX-License-Identifier: MIT
// Servers that give datagrams back.
#include "echo_contests.h"
#include "job.h"
#include "peers.h"

namespace netkit::bench {

void datagrams(const Setting& setting, Report& report) {
  if (!netkit_has(setting, {"echo"}, "--udp")) throw CannotRun("netkit echo has no --udp yet");
  const auto all = datagram_echoers(setting, report);
  const auto small = [](const Echoer& other) {
    if (is_limit(other.name)) return Sample{0.85};
    return other.name == "node" ? Sample{2} : Sample{1};
  };
  const auto large = [](const Echoer& other) {
    if (is_limit(other.name)) return Sample{};
    return other.name == "node" ? Sample{1, 2} : Sample{1};
  };
  hold_ping_pong(setting, report, {"64 B, 64 peers", 64, 64, SOCK_DGRAM}, all, small);
  hold_ping_pong(setting, report, {"8 KiB, 4 peers", 4, std::size_t{8} * 1024, SOCK_DGRAM}, all, large);
}

}  // namespace netkit::bench
