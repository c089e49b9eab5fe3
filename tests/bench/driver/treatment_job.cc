// SPDX-License-Identifier: MIT
// What it costs to look at the bytes that pass.
#include <string>

#include "listening.h"
#include "transfer.h"

namespace netkit::bench {

using test::Where;

namespace {

/// netkit with a treatment against netkit without it, or another that does the same.
struct Treated {
  std::string name;
  Words sender_options, receiver_options;
  double goal;
  std::string other_filter = {};  ///< behind netkit without options: "| tee FILE"
};

Movers netkit_with(const Setting& setting, const Treated& treated) {
  const std::string netkit = setting.netkit();
  return {"netkit " + treated.name, netkit,
          [=](const Where& where) {
            return Words{netkit, "connect"} + treated.sender_options + where.netkit_words();
          },
          [=](const Where& where) {
            return Words{netkit, "listen", "--recv-only"} + treated.receiver_options + where.netkit_words();
          }};
}

Movers netkit_without(const Setting& setting, const Treated& treated) {
  const std::string netkit = setting.netkit(), filter = treated.other_filter;
  Movers plain = netkit_with(setting, {});
  plain.name = "netkit without" + filter;
  if (filter.empty()) return plain;
  plain.receiver = [=](const Where& where) {
    const std::string listen =
        netkit + " listen --recv-only " + where.host + " " + std::to_string(where.port);
    return Words{"sh", "-c", listen + filter};
  };
  return plain;
}

}  // namespace

void treatment(const Setting& setting, Report& report) {
  const std::size_t size = setting.pick<std::size_t>(64, 1024) * 1024 * 1024;
  const std::string copy = setting.files + "/copy", events = setting.files + "/events";
  const Treated all[] = {{"--progress=always", {"--progress=always"}, {}, 0.99},
                         {"--events", {}, {"--events=" + events}, 0.97},
                         {"-o FILE", {}, {"-o", copy}, 0.9, " | tee " + copy},
                         {"--rate 1G", {"--rate", "1G"}, {}, 0},
                         {"-x FILE", {}, {"-x", copy}, 0}};
  for (const Treated& each : all) {
    Contest contest{each.name, {{"rate", "GiB/s"}, {"processor time", "s/GiB", Better::less}}, {}};
    for (const Movers& movers : {netkit_with(setting, each), netkit_without(setting, each)}) {
      const auto measure = [&, movers] {
        const TransferKind &from = sources().front(), &to = sinks().front();
        return transfer(movers, unused_tcp(), size, from.open(setting, size), to.open(setting, size));
      };
      contest.entrants.push_back({movers.name, measure, {each.goal}});
    }
    report.add(contest, compete(contest, setting.rounds()));
  }
}

}  // namespace netkit::bench
