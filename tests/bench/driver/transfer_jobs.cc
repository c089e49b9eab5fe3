// SPDX-License-Identifier: MIT
// A file, or what comes through a pipe, from one program's stdin to another's stdout.
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cstdint>
#include <optional>
#include <thread>

#include "job.h"
#include "listening.h"
#include "peers.h"
#include "support/fd_io.h"

namespace netkit::bench {

namespace {

using test::Where;

constexpr double GiB = 1024.0 * 1024 * 1024;
constexpr std::size_t block = 256 * 1024;

std::size_t size_of_transfer(const Setting& setting) {
  return setting.pick<std::size_t>(64, 1024) * 1024 * 1024;
}

/// Room in a pipe for several reads, as netkit and others ask for.
void enlarge(const UniqueFd& pipe) {
  ::fcntl(pipe.get(), F_SETPIPE_SZ, 1 << 20);
}

/// Hands pages of memory to the pipe, without a copy, until it has been given `size` bytes or nobody reads.
void produce(const UniqueFd& pipe, std::size_t size) {
  static const std::vector<char> bytes(block, 'x');
  while (size > 0) {
    iovec part{const_cast<char*>(bytes.data()), std::min(size, block)};
    const ssize_t taken = ::vmsplice(pipe.get(), &part, 1, 0);
    if (taken <= 0) return;
    size -= static_cast<std::size_t>(taken);
  }
}

/// Drops what comes, without a copy. Answers how much that was.
std::size_t consume(const UniqueFd& pipe) {
  const UniqueFd nowhere = test::open_file("/dev/null", O_WRONLY);
  std::size_t sum = 0;
  for (;;) {
    const ssize_t moved = ::splice(pipe.get(), nullptr, nowhere.get(), nullptr, 1 << 20, SPLICE_F_MOVE);
    if (moved <= 0) return sum;
    sum += static_cast<std::size_t>(moved);
  }
}

Sample sample_of(std::size_t size, double seconds, double processor_seconds) {
  const double gib = static_cast<double>(size) / GiB;
  return {gib / seconds, processor_seconds / gib};
}

void check_arrived(std::size_t arrived, std::size_t sent) {
  if (arrived != sent) {
    throw std::runtime_error(std::to_string(arrived) + " of " + std::to_string(sent) + " bytes arrived");
  }
}

/// Both programs, from the sender's start to the end of the later one.
Sample run_both(const Movers& movers, const Where& where, std::size_t size, const Stdio& in_and_out) {
  Child receiver(movers.receiver(where), {-1, in_and_out.out});
  wait_until_listening(receiver, where);
  const double start = now();
  Child sender(movers.sender(where), {in_and_out.in, -1});
  const Usage sent = sender.wait();
  const Usage received = receiver.wait();
  return sample_of(size, now() - start, sent.processor_seconds + received.processor_seconds);
}

Sample move_file(const Movers& movers, const Where& where, const std::string& from, const std::string& to) {
  const UniqueFd in = test::open_file(from, O_RDONLY);
  const auto size = static_cast<std::size_t>(::lseek(in.get(), 0, SEEK_END));
  ::lseek(in.get(), 0, SEEK_SET);
  const UniqueFd out = test::open_file(to, O_WRONLY | O_CREAT | O_TRUNC);
  const Sample sample = run_both(movers, where, size, {in.get(), out.get()});
  if (to != "/dev/null") check_arrived(static_cast<std::size_t>(::lseek(out.get(), 0, SEEK_END)), size);
  return sample;
}

Sample move_through_pipes(const Movers& movers, const Where& where, std::size_t size) {
  test::Pipe in = test::pipe_between_children();
  test::Pipe out = test::pipe_between_children();
  enlarge(in.read);
  enlarge(out.read);
  std::size_t arrived = 0;
  // Both threads end when our ends of the pipes are closed, in whatever order that happens.
  std::jthread consumer([&arrived, pipe = std::move(out.read)] { arrived = consume(pipe); });
  std::jthread producer([size, pipe = std::move(in.write)] { produce(pipe, size); });
  const Stdio inner{in.read.get(), out.write.get()};
  std::optional<Sample> sample;
  try {
    sample = run_both(movers, where, size, inner);
  } catch (...) {
    in.read.reset();
    out.write.reset();
    throw;
  }
  in.read.reset();
  out.write.reset();
  producer.join();
  consumer.join();
  check_arrived(arrived, size);
  return *sample;
}

using Place = Where (*)();
using Measure = std::function<Sample(const Movers&)>;

void hold(const Setting& setting, Report& report, const std::string& name, double goal_against_others,
          const Measure& measure) {
  Contest contest{name, {{"rate", "GiB/s"}, {"processor time", "s/GiB", Better::less}}, {}};
  for (const Movers& each : movers(setting, report)) {
    const double goal = is_limit(each.name) ? 0.9 : goal_against_others;
    contest.entrants.push_back({each.name, [measure, each] { return measure(each); }, {goal}});
  }
  report.add(contest, compete(contest, setting.rounds()));
}

std::string make_file(const Setting& setting) {
  const std::string path = setting.files + "/transfer";
  const UniqueFd file = test::open_file(path, O_WRONLY | O_CREAT);
  const std::string bytes(block, 'x');
  for (std::size_t made = 0; made < size_of_transfer(setting); made += block) {
    if (test::write_all(file.get(), bytes) != 0) throw CannotRun("no room for " + path);
  }
  return path;
}

void transfer_files(const Setting& setting, Report& report, Place place, double goal) {
  const std::string from = make_file(setting);
  hold(setting, report, "file → /dev/null", goal,
       [=](const Movers& movers) { return move_file(movers, place(), from, "/dev/null"); });
  const std::string to = setting.files + "/copy";
  hold(setting, report, "file → file", goal,
       [=](const Movers& movers) { return move_file(movers, place(), from, to); });
}

}  // namespace

void transfer_tcp(const Setting& setting, Report& report) {
  transfer_files(setting, report, unused_tcp, 0);
}

void transfer_unix(const Setting& setting, Report& report) {
  transfer_files(setting, report, unused_unix, 2);
}

void transfer_pipe(const Setting& setting, Report& report) {
  const std::size_t size = size_of_transfer(setting);
  hold(setting, report, "pipe → pipe", 1.3,
       [size](const Movers& movers) { return move_through_pipes(movers, unused_tcp(), size); });
}

}  // namespace netkit::bench
