// SPDX-License-Identifier: MIT
// A name with two addresses, of which the first never answers.
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "job.h"
#include "peers.h"
#include "support/raw_socket.h"

namespace netkit::bench {

namespace {

using test::RawListener;
using test::Transport;
using test::Where;

/// A listener on ::1 whose queue is full: whoever connects waits.
class Hanging {
 public:
  Hanging() : listener_(Transport::tcp6, 0) {
    for (int i = 0; i < 8; ++i) {
      waiting_.push_back(begin_to_connect());
      if (!test::comes(waiting_.back().get(), POLLOUT, test::Deadline(test::Duration(50)))) return;
    }
    throw CannotRun("this system's queue of waiting connections does not fill");
  }

  std::uint16_t port() const { return listener_.where().port; }

 private:
  UniqueFd begin_to_connect() const {
    UniqueFd fd(::socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    sockaddr_in6 name{};
    name.sin6_family = AF_INET6;
    name.sin6_port = htons(port());
    name.sin6_addr = in6addr_loopback;
    ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name);
    return fd;
  }

  RawListener listener_;
  std::vector<UniqueFd> waiting_;
};

struct Runner {
  std::string name;
  double delay;  ///< seconds after which it tries the next address, by its manual
  Words argv;
};

/// Milliseconds from its start until it has reached the second address, beyond its delay.
Sample milliseconds_late(const Runner& runner, RawListener& answering) {
  const double start = now();
  const Child child(runner.argv);
  const UniqueFd connection = answering.accept(test::Deadline(std::chrono::seconds(5)));
  return {(now() - start - runner.delay) * 1e3};
}

constexpr const char* node_client =
    "const all = [{address: '::1', family: 6}, {address: '127.0.0.1', family: 4}];"
    "require('net').connect({host: 'name', port: +process.argv[1], autoSelectFamily: true,"
    " lookup: (name, options, done) => done(null, all)}).on('error', () => {})";

std::vector<Runner> runners(const Setting& setting, const std::string& port) {
  return {
      {"netkit", 0.25, {setting.netkit(), "connect", "-z", "--resolve", "name=::1,127.0.0.1", "name", port}},
      {"curl",
       0.2,
       {"curl", "-s", "-o", "/dev/null", "--resolve", "name:" + port + ":[::1],127.0.0.1",
        "http://name:" + port + "/"}},
      {"node", 0.25, {"node", "-e", node_client, port}}};
}

}  // namespace

void hanging_address(const Setting& setting, Report& report) {
  if (!test::ipv6_available()) throw CannotRun("there is no IPv6 here");
  const Hanging hanging;
  RawListener answering(Where{Transport::tcp4, "127.0.0.1", hanging.port(), {}});
  Contest contest{"::1 hangs, 127.0.0.1 answers", {{"beyond the delay", "ms", Better::less, 20}}, {}};
  for (const Runner& each : runners(setting, std::to_string(hanging.port()))) {
    if (!is_there(each.argv[0], report)) continue;
    contest.entrants.push_back(
        {each.name, [&answering, each] { return milliseconds_late(each, answering); }});
  }
  report.add(contest, compete(contest, setting.rounds()));
  report.note(
      "Measured from the program's start until 127.0.0.1 was reached, less the delay that each has between "
      "two attempts: netkit and node 250 ms, curl 200 ms.");
}

}  // namespace netkit::bench
