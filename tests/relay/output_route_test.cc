// SPDX-License-Identifier: MIT
// Routes from the socket to the output. The plain route is run beside the others, as their specification.
#include <poll.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <tuple>

#include "relay_route_fixture.h"
#include "support/name_of.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

enum class Sink { file, file_to_append, pipe, nothing, terminal, unix_socket };

std::string name_of(Sink sink) {
  constexpr std::array names{"File", "FileToAppend", "Pipe", "Nothing", "Terminal", "UnixSocket"};
  return names[static_cast<std::size_t>(sink)];
}

Routes routes_to(Sink sink) {
  if (sink == Sink::file || sink == Sink::nothing) return {Route::splice_twice};
  if (sink == Sink::pipe) return {Route::splice};
  if (sink == Sink::file_to_append) return {Route::splice_twice, Route::plain};  // it refuses splice(2)
  return {};
}

/// An output, and the end from which it can be read while it is written, if there is one.
struct Output {
  UniqueFd fd, reader;
};

/// A kind of output, and of connection.
using Case = std::tuple<Sink, Kind>;

std::string name_of(const Case& one) {
  return name_of(std::get<Sink>(one)) + "From" + name_of(std::get<Kind>(one));
}

class OutputRoute : public RelayRouteTest, public testing::WithParamInterface<Case> {
 protected:
  void start(Way way) {
    output_ = open();
    RelayRouteTest::start(way, silence_.read.get(), output_.fd.get(), kind());
    output_.fd.reset();
  }
  void expect_all_received() {
    Feed peer(duplicate(far_.peer.get()), data_);
    Catch reader;
    EXPECT_TRUE(run_until(loop_, [&] {
      peer.step();
      if (output_.reader) reader.step(output_.reader.get());
      return far_.socket->bytes_read() == data_.size() &&
             (!output_.reader || reader.all().size() >= data_.size());
    }));
    send_end(far_.peer.get());
    silence_.write.reset();
    expect_done(Outcome::complete);
    if (output_.reader) {
      EXPECT_TRUE(same_bytes(data_, reader.all()));
    }
    if (sink() == Sink::file) {
      EXPECT_TRUE(same_bytes(data_, contents(folder_ / "file")));
    }
    if (sink() == Sink::file_to_append) {
      EXPECT_TRUE(same_bytes("old" + data_, contents(folder_ / "file")));
    }
  }
  Sink sink() const { return std::get<Sink>(GetParam()); }
  Kind kind() const { return std::get<Kind>(GetParam()); }

  Output open() const;

  const TempDir folder_;
  const std::string data_ = random_bytes(3 * MiB + 17);
  Pipe silence_ = pipe_between_children();
  Output output_;
};

Output OutputRoute::open() const {
  Pipe pipe = pipe_from_child();
  Terminal pty = raw_terminal();
  SocketPair pair = socket_pair();
  switch (sink()) {
    case Sink::file:
      return {open_file(folder_ / "file", O_WRONLY | O_CREAT), {}};
    case Sink::file_to_append:
      folder_.write("file", "old");
      return {open_file(folder_ / "file", O_WRONLY | O_APPEND), {}};
    case Sink::pipe:
      return {std::move(pipe.write), std::move(pipe.read)};
    case Sink::nothing:
      return {open_file("/dev/null", O_WRONLY), {}};
    case Sink::terminal:
      return {std::move(pty.slave), std::move(pty.master)};
    case Sink::unix_socket:
      return {std::move(pair.childs), std::move(pair.ours)};
  }
  return {};
}

TEST_P(OutputRoute, OfTheKernelDeliversAll) {
  start(Way::by_the_kernel);
  expect_all_received();
  EXPECT_EQ(output_routes_, routes_to(sink()));
}

TEST_P(OutputRoute, ThatIsPlainDeliversAll) {
  start(Way::plain);
  expect_all_received();
  EXPECT_EQ(output_routes_, Routes{});
}

// A steady stream wakes the loop for many bytes at a time; that must not delay the few that come after it.
TEST_P(OutputRoute, DelaysNothingWhenASteadyStreamStops) {
  start(Way::by_the_kernel);
  Feed peer(duplicate(far_.peer.get()), data_);
  Catch reader;
  const auto step = [&] {
    peer.step();
    if (output_.reader) reader.step(output_.reader.get());
  };
  const auto arrived = [&] { return far_.socket->bytes_read(); };
  EXPECT_TRUE(run_until(loop_, [&] { return step(), arrived() == data_.size(); }));
  for (std::size_t more = 1; more <= 3; ++more) {
    write_all(far_.peer.get(), "x");
    EXPECT_TRUE(run_until(loop_, [&] { return step(), arrived() == data_.size() + more; }));
  }
}

TEST_P(OutputRoute, MayBeDestroyedInTheMiddle) {
  start(Way::by_the_kernel);
  Feed peer(duplicate(far_.peer.get()), data_);
  EXPECT_TRUE(run_until(loop_, [&] {
    peer.step();
    if (output_.reader && bytes_waiting(output_.reader.get()) > 0)
      read_some(output_.reader.get(), 64 * KiB, Deadline());
    return far_.socket->bytes_read() > 100 * KiB;
  }));
  relay_.reset();
  near_.reset();
  far_.socket.reset();
  loop_.run();
}

INSTANTIATE_TEST_SUITE_P(To, OutputRoute,
                         testing::Combine(testing::Values(Sink::file, Sink::file_to_append, Sink::pipe,
                                                          Sink::nothing, Sink::terminal, Sink::unix_socket),
                                          testing::Values(Kind::tcp, Kind::ipc)),
                         NameOf());

class OutputRouteThatFails : public RelayRouteTest {
 protected:
  /// Feeds until the relay is done.
  void expect_output_failed(std::errc cause) {
    Feed peer(duplicate(far_.peer.get()), random_bytes(8 * MiB));
    EXPECT_TRUE(run_until(loop_, [&] {
      peer.step();
      return outcome_.has_value();
    }));
    EXPECT_EQ(outcome_->kind, Outcome::output_failed);
    EXPECT_EQ(outcome_->cause, cause);
  }
  Pipe silence_ = pipe_between_children();
};

class OutputRouteOfAReset : public OutputRouteThatFails, public testing::WithParamInterface<Sink> {
 protected:
  void start_until_moving() {
    start(Way::by_the_kernel, silence_.read.get(), GetParam() == Sink::pipe ? pipe_.write.get() : null_.get(),
          Kind::tcp);
    write_all(far_.peer.get(), much);
    EXPECT_TRUE(run_until(loop_, [&] {
      write_all(far_.peer.get(), "bytes");
      return output_routes_ == routes_to(GetParam());
    }));
    if (GetParam() == Sink::pipe) read_exactly(pipe_.read.get(), much.size());  // makes room
  }
  const Pipe pipe_ = pipe_between_children();
  const UniqueFd null_ = open_file("/dev/null", O_WRONLY);
};

TEST_P(OutputRouteOfAReset, ReportsIt) {
  start_until_moving();
  reset(std::move(far_.peer));
  expect_done(Outcome::peer_lost);
  EXPECT_EQ(outcome_->cause, std::errc::connection_reset);
}

TEST_P(OutputRouteOfAReset, ReportsItAfterTheLastBytesToo) {
  start_until_moving();
  const auto before = far_.socket->bytes_read();
  write_all(far_.peer.get(), random_bytes(100 * KiB));
  reset(std::move(far_.peer));
  expect_done(Outcome::peer_lost);
  EXPECT_EQ(outcome_->cause, std::errc::connection_reset);
  EXPECT_GE(far_.socket->bytes_read(), before + 100 * KiB);
}

INSTANTIATE_TEST_SUITE_P(To, OutputRouteOfAReset, testing::Values(Sink::pipe, Sink::nothing), NameOf());

class OutputRouteWithoutReader : public OutputRouteThatFails {
 protected:
  OutputRouteWithoutReader() {
    start(Way::by_the_kernel, silence_.read.get(), out_.write.get(), Kind::tcp);
    out_.write.reset();
    write_all(far_.peer.get(), much);
    EXPECT_TRUE(run_until(loop_, [&] {
      write_all(far_.peer.get(), "bytes");
      return output_routes_ == Routes{Route::splice};
    }));
  }
  Pipe out_ = pipe_from_child();
};

TEST_F(OutputRouteWithoutReader, Fails) {
  out_.read.reset();
  expect_output_failed(std::errc::broken_pipe);
}

TEST_F(OutputRouteWithoutReader, FailsWhileThePipeIsFullToo) {
  Feed peer(duplicate(far_.peer.get()), random_bytes(8 * MiB));
  EXPECT_TRUE(run_until(loop_, [&] {
    peer.step();
    return !comes(far_.peer.get(), POLLOUT, Deadline(Duration(0)));
  }));
  out_.read.reset();
  expect_done(Outcome::output_failed);
}

/// A file system in memory that only this process sees; no descriptor where that is not permitted.
UniqueFd disk_of(const char* size) {
  const UniqueFd disk(::fsopen("tmpfs", FSOPEN_CLOEXEC));
  ::fsconfig(disk.get(), FSCONFIG_SET_STRING, "size", size, 0);
  ::fsconfig(disk.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0);
  return UniqueFd(::fsmount(disk.get(), FSMOUNT_CLOEXEC, 0));
}

TEST_F(OutputRouteThatFails, HasFilledTheDisk) {
  const UniqueFd disk = disk_of("2m");
  if (!disk) GTEST_SKIP() << "only root may mount a file system";
  const UniqueFd file(::openat(disk.get(), "file", O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  start(Way::by_the_kernel, silence_.read.get(), file.get(), Kind::tcp);
  expect_output_failed(std::errc::no_space_on_device);
  EXPECT_EQ(output_routes_.front(), Route::splice_twice);
  ASSERT_EQ(::lseek(file.get(), 0, SEEK_SET), 0);
  EXPECT_TRUE(same_bytes(random_bytes(8 * MiB).substr(0, 2 * MiB), read_to_end(file.get()).bytes))
      << "what fits is written";
}

}  // namespace
}  // namespace netkit::test
