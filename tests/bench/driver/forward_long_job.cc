// SPDX-License-Identifier: MIT
// A server that has passed on very many clients, and gone on without its target for a while.
#include <poll.h>

#include <optional>
#include <string>

#include "bench/load/churn.h"
#include "job.h"
#include "listening.h"
#include "peers.h"
#include "support/fd_io.h"
#include "support/patience.h"
#include "support/proc.h"
#include "usage.h"

namespace netkit::bench {

namespace {

const std::vector<Quantity> what_stays{{"memory, more than after a tenth of them", "KiB", Better::less},
                                       {"descriptors, more than before", "", Better::less}};

void send_clients(const test::Where& server, std::size_t count) {
  churn(server, {.most = count, .seconds = 600});
}

void send_a_client_in_vain(const test::Where& server) {
  const UniqueFd client = begin_to_connect(server, 0);
  test::wait_for(client.get(), POLLIN, test::Deadline());
}

/// The descriptors of the server, as soon as there are no more than `expected`, or in the end.
std::size_t descriptors_in_the_end(const Child& server, std::size_t expected) {
  for (const test::Deadline deadline;; test::elapse(test::Duration(10))) {
    const std::size_t count = test::descriptors(server.pid()).size();
    if (count <= expected || deadline.passed()) return count;
  }
}

Sample left_behind(const Echoer& forwarder, const Echoer& behind, const test::Where& target,
                   std::size_t clients) {
  const test::Where where = unused_tcp();
  Child server(forwarder.command(where));
  wait_until_listening(server, where);
  const std::size_t before = test::descriptors(server.pid()).size();
  std::optional<Child> echo;
  const auto start_target = [&] {
    echo.emplace(behind.command(target));
    wait_until_listening(*echo, target);
  };
  start_target();
  send_clients(where, clients / 10);
  const double memory = memory_of(server.pid());
  send_clients(where, clients / 2);
  echo.reset();
  send_a_client_in_vain(where);
  start_target();
  send_clients(where, clients - clients / 10 - clients / 2);
  const std::size_t after = descriptors_in_the_end(server, before);
  return {(memory_of(server.pid()) - memory) / 1024,
          static_cast<double>(after) - static_cast<double>(before)};
}

}  // namespace

void forward_long(const Setting& setting, Report& report) {
  if (!netkit_has(setting, {"listen"}, "--to")) throw CannotRun("netkit listen has no --to yet");
  const test::Where target = unused_tcp();
  const Echoer behind = epoll_echo(setting, "the server behind", {});
  const Echoer netkit = forwarders(setting, report, target).front();
  const std::size_t clients = setting.pick<std::size_t>(20'000, 200'000);
  const auto measure = [=] { return left_behind(netkit, behind, target, clients); };
  const Contest contest{std::to_string(clients) + " clients", what_stays, {{netkit.name, measure}}};
  report.add(contest, compete(contest, {0, 1}));
  report.note("In the midst of them the server behind is stopped, and started again.");
}

}  // namespace netkit::bench
