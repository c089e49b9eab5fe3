// SPDX-License-Identifier: MIT
#include "cli/option/datagrams.h"

#include "cli/option/groups.h"
#include "cli/option/option_values.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

constexpr std::size_t usual_most_peers = 4096;
constexpr Duration usual_idle_timeout{60'000};

constexpr Option udp[] = {
    {.name = "--udp",
     .letter = "-u",
     .help = "datagrams: UDP, or with --unix Unix-domain datagrams",
     .apply = [](Settings& s, const Option&, std::string_view) { s.common.datagrams = true; }},
};

constexpr Option hops[] = {
    {.name = "--ttl",
     .takes = Takes::value,
     .metavar = "N",
     .help = "with --udp, how many hops a datagram may take, 1..255 (default: 64; to a multicast group: 1)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.common.hops = static_cast<int>(count_value(option, value, 1, 255));
         },
     .needs = Needs::udp},
};

constexpr Option broadcast[] = {
    {.name = "--broadcast",
     .help = "with --udp, send to the broadcast address of a subnet (SO_BROADCAST)",
     .apply = [](Settings& s, const Option&, std::string_view) { s.common.broadcast = true; },
     .needs = Needs::udp},
};

// After our end no datagram may come for so long until the run ends.
std::optional<Duration> quiet_time(const Settings& settings) {
  const ConsoleSettings& console = settings.console;
  if (console.send_only) return Duration(0);
  return console.quit_after.value_or(Duration(1000));
}

}  // namespace

constinit const std::span<const Option> udp_options = udp;
constinit const std::span<const Option> hops_options = hops;
constinit const std::span<const Option> broadcast_options = broadcast;

void limit_datagram_peers(Settings& settings) {
  if (!settings.common.datagrams) return;
  const bool serves_many = settings.server.keep_open || settings.command == "echo";
  const bool forwards = settings.command == "listen" && settings.join.to == Joined::target;
  auto& idle = settings.common.idle_timeout;
  if (!idle && (serves_many || forwards)) idle = usual_idle_timeout;
  if (!serves_many) return;
  auto& most = settings.server.max_connections;
  if (!most) most = usual_most_peers;
}

DatagramOptions datagram_options(const Settings& settings) {
  const SocketOptions& socket = settings.common.socket;
  DatagramOptions options;
  options.high_water_mark = socket.high_water_mark;
  options.type_of_service = socket.type_of_service;
  options.hops = settings.common.hops;
  options.broadcast = settings.common.broadcast;
  options.quiet = quiet_time(settings);
  options.early = socket.early;
  return options;
}

}  // namespace netkit::cli
