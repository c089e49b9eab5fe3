// SPDX-License-Identifier: MIT
// Routes from the input to the socket. The plain route is run beside the others, as their specification.
#include <sys/stat.h>

#include <tuple>

#include "relay_route_fixture.h"
#include "support/name_of.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

enum class Source { file, pipe, fifo, unix_socket, tcp_socket };

std::string name_of(Source source) {
  constexpr std::array names{"File", "Pipe", "Fifo", "UnixSocket", "TcpSocket"};
  return names[static_cast<std::size_t>(source)];
}

Route route_from(Source source) {
  if (source == Source::file) return Route::sendfile;
  return source == Source::pipe || source == Source::fifo ? Route::splice : Route::splice_twice;
}

/// An input, and the end through which more is written to it.
struct Input {
  UniqueFd fd;
  std::optional<Feed> feed;

  void step() {
    if (feed) feed->step();
  }
};

Input fifo_with(const std::string& data) {
  const TempDir folder;
  ::mkfifo((folder / "fifo").c_str(), 0600);
  UniqueFd reader = open_file(folder / "fifo", O_RDONLY | O_NONBLOCK);
  UniqueFd writer = open_file(folder / "fifo", O_WRONLY | O_NONBLOCK);
  ::fcntl(reader.get(), F_SETFL, 0);
  return {std::move(reader), Feed(std::move(writer), data)};
}

/// Blocking, as a shell would pass it.
Input socket_with(Kind kind, const std::string& data) {
  RawPair pair = raw_pair(kind);
  ::fcntl(pair.one.get(), F_SETFL, 0);
  set_non_blocking(pair.other.get());
  return {std::move(pair.one), Feed(std::move(pair.other), data)};
}

Input input_with(Source source, const std::string& data) {
  Pipe pipe = pipe_to_child();
  switch (source) {
    case Source::file:
      return {memory_file(data), {}};
    case Source::pipe:
      return {std::move(pipe.read), Feed(std::move(pipe.write), data)};
    case Source::fifo:
      return fifo_with(data);
    case Source::unix_socket:
      return socket_with(Kind::ipc, data);
    case Source::tcp_socket:
      return socket_with(Kind::tcp, data);
  }
  return {};
}

/// A kind of input, and of connection.
using Case = std::tuple<Source, Kind>;

std::string name_of(const Case& one) {
  return name_of(std::get<Source>(one)) + "To" + name_of(std::get<Kind>(one));
}

class InputRoute : public RelayRouteTest, public testing::WithParamInterface<Case> {
 protected:
  void start(Way way) {
    input_ = input_with(source(), data_);
    RelayRouteTest::start(way, input_.fd.get(), open_file("/dev/null", O_WRONLY).get(), kind());
  }
  bool run_with_input(const std::function<bool()>& holds) {
    return run_until(loop_, [&] {
      input_.step();
      return holds();
    });
  }
  /// Runs the loop until the kernel moves the bytes; the peer reads.
  void run_until_moving() {
    EXPECT_TRUE(run_with_input([&] {
      peer_.step(far_.peer.get());
      return !input_routes_.empty();
    }));
  }
  void expect_all_sent() {
    EXPECT_TRUE(run_with_input([&] { return peer_.step(far_.peer.get()); }));
    EXPECT_TRUE(same_bytes(data_, peer_.all()));
    send_end(far_.peer.get());
    expect_done(Outcome::complete);
    EXPECT_EQ(outcome_->undelivered, 0U);
    EXPECT_EQ(far_.socket->bytes_written(), data_.size());
  }
  Source source() const { return std::get<Source>(GetParam()); }
  Kind kind() const { return std::get<Kind>(GetParam()); }

  std::string data_ = random_bytes(3 * MiB + 17);
  Input input_;
  Catch peer_;
};

TEST_P(InputRoute, OfTheKernelSendsAll) {
  start(Way::by_the_kernel);
  expect_all_sent();
  EXPECT_EQ(input_routes_, Routes{route_from(source())});
}

TEST_P(InputRoute, ThatIsPlainSendsAll) {
  start(Way::plain);
  expect_all_sent();
  EXPECT_EQ(input_routes_, Routes{});
}

TEST_P(InputRoute, SendsALittleAtATimeThroughASmallBuffer) {
  small_buffer_ = true;
  start(Way::by_the_kernel);
  run_until_moving();
  if (input_.feed) input_.feed->at_most(2000);
  peer_.at_most(5000);
  EXPECT_TRUE(run_with_input([&] {
    peer_.step(far_.peer.get());
    return peer_.all().size() >= 200 * KiB;
  }));
  EXPECT_TRUE(begins(data_, peer_.all()));
  EXPECT_EQ(input_routes_, Routes{route_from(source())});
}

TEST_P(InputRoute, IsNeverCompleteWhenThePeerHasGone) {
  data_ = random_bytes(16 * MiB);  // more than all buffers hold
  start(Way::by_the_kernel);
  run_until_moving();
  far_.peer.reset();
  EXPECT_TRUE(run_with_input([&] { return outcome_.has_value(); }));
  EXPECT_NE(outcome_->kind, Outcome::complete);
  if (outcome_->kind != Outcome::peer_lost) return;  // a Unix socket reports that the peer is gone
  const auto cause = outcome_->cause;
  EXPECT_TRUE(cause == std::errc::connection_reset || cause == std::errc::broken_pipe) << cause.message();
}

TEST_P(InputRoute, LosesNothingThatWasReadWhenTheRelayWindsUp) {
  start(Way::by_the_kernel);
  run_until_moving();
  relay_->wind_up();
  const std::string all = peer_.all() + read_while_running(loop_, far_.peer.get());
  EXPECT_TRUE(begins(data_, all));
  EXPECT_EQ(all.size(), far_.socket->bytes_written());
  const std::size_t left =
      source() == Source::file ? data_.size() - file_offset(input_.fd.get()) : bytes_waiting(input_.fd.get());
  const std::size_t fed = source() == Source::file ? data_.size() : input_.feed->taken();
  EXPECT_EQ(all.size() + left, fed) << "the rest waits for who reads the input next";
  expect_done(Outcome::complete);
}

TEST_P(InputRoute, MayBeDestroyedInTheMiddle) {
  start(Way::by_the_kernel);
  run_until_moving();
  relay_.reset();
  near_.reset();
  far_.socket.reset();
  loop_.run();
}

INSTANTIATE_TEST_SUITE_P(From, InputRoute,
                         testing::Combine(testing::Values(Source::file, Source::pipe, Source::fifo,
                                                          Source::unix_socket, Source::tcp_socket),
                                          testing::Values(Kind::tcp, Kind::ipc)),
                         NameOf());

TEST_F(RelayRouteTest, EnlargesTheBufferOfAUnixDomainSocket) {
  const UniqueFd file = memory_file(random_bytes(3 * MiB)), null = open_file("/dev/null", O_WRONLY);
  start(Way::plain, file.get(), null.get(), Kind::ipc);
  const int usual = internal::get_option(far_descriptor_, SOL_SOCKET, SO_SNDBUF);
  relay_.reset();
  start(Way::by_the_kernel, file.get(), null.get(), Kind::ipc);
  ASSERT_TRUE(run_until(loop_, [&] { return !input_routes_.empty(); }));
  EXPECT_GT(internal::get_option(far_descriptor_, SOL_SOCKET, SO_SNDBUF), usual);
}

class InputRouteOfAFile : public RelayRouteTest {
 protected:
  void start_until_moving(int input) {
    start(Way::by_the_kernel, input, open_file("/dev/null", O_WRONLY).get(), Kind::tcp);
    ASSERT_TRUE(run_until(loop_, [&] { return !input_routes_.empty(); }));
  }
  const std::string data_ = random_bytes(3 * MiB);
};

TEST_F(InputRouteOfAFile, SendsWhatIsAddedMeanwhile) {
  const UniqueFd file = memory_file(data_);
  start_until_moving(file.get());
  ASSERT_EQ(::pwrite(file.get(), "more", 4, static_cast<off_t>(data_.size())), 4);
  EXPECT_TRUE(same_bytes(data_ + "more", read_while_running(loop_, far_.peer.get())));
}

TEST_F(InputRouteOfAFile, EndsWhereTheFileWasTruncatedMeanwhile) {
  const UniqueFd file = memory_file(data_);
  start_until_moving(file.get());
  const std::size_t read_already = file_offset(file.get());
  ASSERT_EQ(::ftruncate(file.get(), 2 * MiB), 0);
  const std::string all = read_while_running(loop_, far_.peer.get());
  EXPECT_EQ(all.size(), std::max(read_already, 2 * MiB));
}

TEST_F(InputRouteOfAFile, BeginsAtTheOffsetOfTheFile) {
  const UniqueFd file = memory_file(data_);
  ASSERT_EQ(::lseek(file.get(), 1000, SEEK_SET), 1000);
  start_until_moving(file.get());
  EXPECT_TRUE(same_bytes(data_.substr(1000), read_while_running(loop_, far_.peer.get())));
  EXPECT_EQ(file_offset(file.get()), data_.size()) << "a shell goes on there";
}

/// Generated as it is read: its size is 0, and not every kernel can send it with sendfile(2).
TEST_F(InputRouteOfAFile, SendsAFileInProcToo) {
  const std::string expected = contents("/proc/kallsyms").substr(0, 1 * MiB);
  if (expected.size() < 1 * MiB) GTEST_SKIP() << "/proc/kallsyms cannot be read";
  const UniqueFd file = open_file("/proc/kallsyms", O_RDONLY);
  start(Way::by_the_kernel, file.get(), open_file("/dev/null", O_WRONLY).get(), Kind::tcp);
  Catch peer;
  EXPECT_TRUE(run_until(loop_, [&] {
    peer.step(far_.peer.get());
    return peer.all().size() >= expected.size();
  }));
  EXPECT_TRUE(same_bytes(expected, peer.all().substr(0, expected.size())));
}

}  // namespace
}  // namespace netkit::test
