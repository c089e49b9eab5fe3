// SPDX-License-Identifier: MIT
// Programs that have next to nothing to do.
#include <sys/socket.h>

#include "job.h"
#include "peers.h"
#include "support/raw_socket.h"

namespace netkit::bench {

namespace {

using test::RawListener;

/// Lets everybody in who waits, and shows them out.
void clear(const RawListener& door) {
  for (int fd; (fd = ::accept4(door.fd(), nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) ::close(fd);
}

/// From start to end, one after the other: milliseconds for each, and of processor time.
Sample run_many(const Words& argv, int times, const RawListener& door) {
  double seconds = 0;
  double processor_seconds = 0;
  for (int i = 0; i < times; ++i) {
    const Usage usage = Child(argv).wait();
    seconds += usage.seconds;
    processor_seconds += usage.processor_seconds;
    clear(door);
  }
  return {seconds / times * 1e3, processor_seconds / times * 1e3};
}

struct Runner {
  std::string name;
  Words argv;
  double goal = 0;
};

void hold(const Setting& setting, Report& report, const RawListener& door, const std::string& name,
          const std::vector<Runner>& runners) {
  Contest contest{name, {{"start to end", "ms", Better::less}, {"processor time", "ms", Better::less}}, {}};
  const int times = setting.pick(10, 40);
  for (const Runner& each : runners) {
    if (!is_there(each.argv[0], report)) continue;
    contest.entrants.push_back(
        {each.name, [=, &door] { return run_many(each.argv, times, door); }, {each.goal, each.goal}});
  }
  report.add(contest, compete(contest, setting.rounds()));
}

}  // namespace

void start_up(const Setting& setting, Report& report) {
  const RawListener door(test::Transport::tcp4, 511);
  const std::string& host = door.where().host;
  const std::string port = std::to_string(door.where().port);
  const Runner nothing{"limit (/bin/true)", {"/bin/true"}};
  const Runner openbsd_help{"nc.openbsd -h", {"nc.openbsd", "-h"}, 1};
  const Runner ncat_version{"ncat --version", {"ncat", "--version"}};
  hold(setting, report, door, "check-ip ::1",
       {{"netkit", {setting.netkit(), "check-ip", "::1"}}, openbsd_help, ncat_version, nothing});
  hold(setting, report, door, "--version",
       {{"netkit", {setting.netkit(), "--version"}}, openbsd_help, ncat_version, nothing});
  hold(setting, report, door, "connect -z",
       {{"netkit", {setting.netkit(), "connect", "-z", host, port}},
        {"nc.openbsd -z", {"nc.openbsd", "-z", host, port}, 1},
        {"ncat -z", {"ncat", "-z", host, port}},
        nothing});
}

}  // namespace netkit::bench
