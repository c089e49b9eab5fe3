// SPDX-License-Identifier: MIT
#include <fcntl.h>

#include "block_files.h"
#include "job.h"
#include "support/fd_io.h"

namespace netkit::bench {

namespace {

Sample lines_each_second(const Setting& setting, const std::string& path) {
  const UniqueFd lines = test::open_file(path, O_RDONLY);
  const Usage usage = Child({setting.netkit(), "check-ip", "-"}, {lines.get(), -1}).wait();
  return {static_cast<double>(addresses_in_file(setting)) / usage.seconds / 1e6};
}

}  // namespace

void check_ip(const Setting& setting, Report& report) {
  const std::string path = make_addresses(setting);
  const Contest contest{"IPv4 and IPv6, alternating",
                        {{"lines", "M/s"}},
                        {{"netkit", [&] { return lines_each_second(setting, path); }}}};
  report.add(contest, compete(contest, setting.rounds()));
}

}  // namespace netkit::bench
