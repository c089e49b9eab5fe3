// SPDX-License-Identifier: MIT
// 64 MiB for a reader that stops: what is held meanwhile.
#include <fcntl.h>
#include <unistd.h>

#include "job.h"
#include "listening.h"
#include "peers.h"
#include "support/fd_io.h"
#include "support/raw_socket.h"
#include "usage.h"

namespace netkit::bench {

namespace {

using test::RawListener;

constexpr std::size_t size = std::size_t{64} * 1024 * 1024;

/// Waits until neither the file's offset nor what waits at the reader has changed for a while.
void wait_until_stuck(int file, int reader) {
  const auto progress = [=] { return test::file_offset(file) + test::bytes_waiting(reader); };
  std::size_t before = progress();
  for (int still = 0; still < 10; ++still) {
    test::elapse(test::Duration(20));
    const std::size_t now = progress();
    if (now != before) still = 0;
    before = now;
  }
}

double memory_when_idle(const Movers& movers) {
  RawListener listener(test::Transport::tcp4);
  const test::Pipe silent = test::pipe_to_child();
  Child sender(movers.sender(listener.where()), {silent.read.get(), -1});
  const UniqueFd reader = listener.accept();
  test::elapse(test::Duration(100));
  return own_memory_of(sender.pid());
}

Sample memory_when_stuck(const Movers& movers, const std::string& path) {
  RawListener listener(test::Transport::tcp4);
  const UniqueFd file = test::open_file(path, O_RDONLY);
  Child sender(movers.sender(listener.where()), {file.get(), -1});
  UniqueFd reader = listener.accept();
  wait_until_stuck(file.get(), reader.get());
  const double held = own_memory_of(sender.pid());
  const std::size_t arrived = test::read_to_end(reader.get()).bytes.size();
  if (arrived != size) throw std::runtime_error("only " + std::to_string(arrived) + " bytes arrived");
  reader.reset();
  sender.wait();
  return {(held - memory_when_idle(movers)) / 1024};
}

}  // namespace

void relay_memory(const Setting& setting, Report& report) {
  const std::string path = setting.files + "/relay";
  if (test::write_all(test::open_file(path, O_WRONLY | O_CREAT).get(), std::string(size, 'x')) != 0) {
    throw CannotRun("no room for " + path);
  }
  Contest contest{"file → connect", {{"held", "KiB", Better::less, 128}}, {}};
  for (const Movers& each : movers(setting, report)) {
    if (is_limit(each.name)) continue;
    contest.entrants.push_back({each.name, [=] { return memory_when_stuck(each, path); }});
  }
  report.add(contest, compete(contest, {0, setting.pick(1, 5)}));
  report.note(
      "Held: heap and stack while stuck, less those of a connection with nothing to send. The goal is the "
      "high-water mark and one read, 64 KiB each. All bytes arrived afterwards.");
}

}  // namespace netkit::bench
