// SPDX-License-Identifier: MIT
// A long transfer from connect to listen is complete, whatever listen's own stdin is.
#include <gtest/gtest.h>

#include <vector>

#include "support/data.h"
#include "support/name_of.h"
#include "support/netkit.h"

namespace netkit::test {
namespace {

enum class Feed { file, pipe };
enum class Idle { null, closed, silent_pipe, terminal };  ///< the receiver's stdin
enum class Reader { fast, slow };
enum class Mode { plain, one_way };  ///< one_way: --send-only to --recv-only

struct Transfer {
  Feed feed;
  Idle idle;
  Reader reader;
  Mode mode;
};

std::string name_of(const Transfer& transfer) {
  const char* const idles[] = {"Null", "Closed", "SilentPipe", "Terminal"};
  return std::string(transfer.feed == Feed::file ? "File" : "Pipe") + "ToListenOn" +
         idles[static_cast<int>(transfer.idle)] + (transfer.reader == Reader::fast ? "Fast" : "Slow") +
         (transfer.mode == Mode::plain ? "" : "OneWay");
}
void PrintTo(const Transfer& transfer, std::ostream* out) {
  *out << name_of(transfer);
}

std::vector<Transfer> transfers() {
  std::vector<Transfer> all;
  for (const Feed feed : {Feed::file, Feed::pipe}) {
    for (const Idle idle : {Idle::null, Idle::closed, Idle::silent_pipe, Idle::terminal}) {
      for (const Reader reader : {Reader::fast, Reader::slow})
        all.push_back({feed, idle, reader, Mode::plain});
      all.push_back({feed, idle, Reader::fast, Mode::one_way});
    }
  }
  return all;
}

/// A silent stdin, and what keeps it open.
struct IdleStdin {
  explicit IdleStdin(Idle idle) {
    if (idle == Idle::null) stdio = Stdio::null();
    if (idle == Idle::closed) stdio = Stdio::closed();
    if (idle == Idle::terminal) {
      tty = raw_terminal();
      stdio = Stdio::descriptor(tty.slave);
    }
  }

  Stdio stdio = Stdio::pumped();
  Terminal tty;
};

/// Reads to the end; slowly means that it stops for a second and rests after each MiB.
std::string read_all(int fd, Reader reader) {
  if (reader == Reader::fast) return read_to_end(fd).bytes;
  elapse(std::chrono::seconds(1));
  std::string all;
  for (;;) {
    const Read some = read_exactly(fd, MiB);
    all += some.bytes;
    if (some.bytes.size() < MiB) return all;
    elapse(Duration(5));
  }
}

void expect_whole(const Transfer& transfer, std::size_t size) {
  const std::string data = random_bytes(size);
  const Words send = transfer.mode == Mode::plain ? Words{} : Words{"--send-only"};
  const Words receive = transfer.mode == Mode::plain ? Words{} : Words{"--recv-only"};
  const IdleStdin idle(transfer.idle);
  Pipe out = pipe_from_child();
  Server receiver = start_server("listen", Transport::tcp4, receive,
                                 {idle.stdio, Stdio::descriptor(out.write), Stdio::pumped()});
  out.write.reset();

  const UniqueFd file = transfer.feed == Feed::file ? memory_file(data) : UniqueFd();
  const Stdio in = file ? Stdio::descriptor(file) : Stdio::pumped();
  Process sender(netkit(Words{"connect"} + send + receiver.where.netkit_words(), {in, {}, {}}));
  if (!file) sender.write_stdin(data);
  sender.close_stdin();

  EXPECT_TRUE(same_bytes(data, read_all(out.read.get(), transfer.reader)));
  EXPECT_EQ(sender.wait(), 0) << sender.stderr_so_far();
  EXPECT_EQ(receiver.process->wait(), 0) << receiver.process->stderr_so_far();
}

class TransferMatrix : public testing::TestWithParam<Transfer> {};

TEST_P(TransferMatrix, ArrivesWhole) {
  expect_whole(GetParam(), sanitized() ? 16 * MiB : 100 * MiB);
}

INSTANTIATE_TEST_SUITE_P(Interop, TransferMatrix, testing::ValuesIn(transfers()), NameOf());

TEST(Transfer, OfAHundredMebibytesArrivesWhole) {
  expect_whole({Feed::pipe, Idle::null, Reader::fast, Mode::plain}, 100 * MiB);
}

/// The other way round: the server has the data.
TEST(Transfer, FromAListeningFileArrivesWhole) {
  const std::string data = random_bytes(16 * MiB);
  for (const Words& options : {Words{}, Words{"--send-only"}}) {
    const UniqueFd file = memory_file(data);
    Server sender = start_server("listen", Transport::tcp4, options, {Stdio::descriptor(file), {}, {}});
    const Outcome receiver =
        run(netkit(Words{"connect"} + sender.where.netkit_words(), {Stdio::null(), {}, {}}));
    EXPECT_EQ(receiver.status, 0) << receiver.err;
    EXPECT_TRUE(same_bytes(data, receiver.out));
    EXPECT_EQ(sender.process->wait(), 0) << sender.process->stderr_so_far();
  }
}

}  // namespace
}  // namespace netkit::test
