// SPDX-License-Identifier: MIT
#include <netkit/process/child_process.h>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/system.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <optional>
#include <string>
#include <utility>

#include "support/fd_io.h"
#include "support/loop_run.h"

namespace netkit::test {
namespace {

/// A shell at the other end of a socket.
class ChildProcessTest : public testing::Test {
 protected:
  ChildProcessTest() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    ours_.reset(ends[0]);
    childs_.reset(ends[1]);
  }

  Result<std::unique_ptr<ChildProcess>> start(const ChildSettings& settings) {
    return ChildProcess::start(loop_, settings, [this](ChildEnd end) { end_ = end; });
  }

  void run_shell(const std::string& script) {
    auto child = start({"/bin/sh", {"sh", "-c", script}, {"WORD=found"}, childs_.get(), childs_.get()});
    ASSERT_TRUE(child) << child.error().message;
    child_ = std::move(*child);
    childs_.reset();
  }
  bool ends() {
    return run_until(loop_, [this] { return end_.has_value(); });
  }
  /// What the script writes, once it has ended.
  std::string output_of(const std::string& script) {
    run_shell(script);
    EXPECT_TRUE(ends());
    return read_to_end(ours_.get()).bytes;
  }

  Loop loop_;
  UniqueFd ours_, childs_;
  std::unique_ptr<ChildProcess> child_;
  std::optional<ChildEnd> end_;
};

TEST_F(ChildProcessTest, HasTheSocketTheArgumentsAndTheEnvironment) {
  EXPECT_EQ(write_all(ours_.get(), "line\n"), 0);
  EXPECT_EQ(output_of("read -r line; echo $line $WORD $(env | grep -c .)"), "line found 2\n");  // and PWD
}

TEST_F(ChildProcessTest, ReportsTheStatus) {
  run_shell("exit 7");
  ASSERT_TRUE(ends());
  EXPECT_EQ(end_->status, 7);
  EXPECT_EQ(end_->signal, 0);
}

TEST_F(ChildProcessTest, ReportsTheSignal) {
  run_shell("kill -TERM $$");
  ASSERT_TRUE(ends());
  EXPECT_EQ(end_->status, 0);
  EXPECT_EQ(end_->signal, SIGTERM);
}

TEST_F(ChildProcessTest, LeadsASessionAndAGroup) {
  const std::string id = output_of("echo $$ $(cut -d' ' -f1,5,6 /proc/$$/stat)");
  const std::string number = id.substr(0, id.find(' '));
  EXPECT_EQ(id, number + " " + number + " " + number + " " + number + "\n");
}

TEST_F(ChildProcessTest, HasNoDescriptorOfOurs) {
  const UniqueFd inherited(::fcntl(ours_.get(), F_DUPFD, 100));  // without close-on-exec
  EXPECT_EQ(output_of("for n in $(seq 0 200); do [ -e /proc/$$/fd/$n ] && echo $n; done; true"), "0\n1\n2\n");
}

TEST_F(ChildProcessTest, HasAllSignalsAsAtAStart) {
  sigset_t some, before;
  sigemptyset(&some);
  sigaddset(&some, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &some, &before);
  const auto pipe_before = std::signal(SIGPIPE, SIG_IGN);
  const std::string masks = output_of("grep -E 'SigBlk|SigIgn' /proc/self/status | tr -d '\\tA-Za-z:\\n0'");
  std::signal(SIGPIPE, pipe_before);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  EXPECT_EQ(masks, "");
}

TEST_F(ChildProcessTest, HasTheLimitOnDescriptorsThatWeStartedWith) {
  const auto limit = std::to_string(initial_descriptor_limit());
  raise_descriptor_limit();
  EXPECT_EQ(output_of("ulimit -n"), limit + "\n");
}

TEST_F(ChildProcessTest, IsReachedByASignalWithWhatItHasStarted) {
  run_shell("(trap 'echo inner; exit' HUP; echo ready; while :; do sleep 0.01; done) & wait");
  EXPECT_EQ(read_exactly(ours_.get(), 6).bytes, "ready\n");
  child_->signal_group(SIGHUP);
  ASSERT_TRUE(ends());
  EXPECT_EQ(end_->signal, SIGHUP);
  EXPECT_EQ(read_to_end(ours_.get()).bytes, "inner\n");
  child_->signal_group(SIGKILL);  // nothing is left that it could meet
}

TEST_F(ChildProcessTest, MayBeDestroyedWhenItEnds) {
  auto child = ChildProcess::start(loop_, {"/bin/true", {"true"}, {}, childs_.get(), childs_.get()},
                                   [this](ChildEnd end) {
                                     child_.reset();
                                     end_ = end;
                                   });
  ASSERT_TRUE(child);
  child_ = std::move(*child);
  EXPECT_TRUE(ends());
}

TEST_F(ChildProcessTest, ThatCannotBeExecutedIsAnError) {
  const int fd = childs_.get();
  const auto absent = start({"/nonexistent", {"x"}, {}, fd, fd});
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().message, "exec ENOENT");
  const auto refused = start({"/etc/passwd", {"x"}, {}, fd, fd});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, std::errc::permission_denied);
}

TEST_F(ChildProcessTest, MayHaveTheDescriptorsOfOurOwnStdinAndStdout) {
  const UniqueFd in(::fcntl(0, F_DUPFD_CLOEXEC, 3)), out(::fcntl(1, F_DUPFD_CLOEXEC, 3));
  ::dup2(childs_.get(), 0);
  ::dup2(childs_.get(), 1);
  auto child = start({"/bin/sh", {"sh", "-c", "read x; echo $x"}, {}, 1, 0});  // crosswise
  ::dup2(in.get(), 0);
  ::dup2(out.get(), 1);
  ASSERT_TRUE(child);
  childs_.reset();
  write_all(ours_.get(), "across\n");
  EXPECT_TRUE(ends());
  EXPECT_EQ(read_to_end(ours_.get()).bytes, "across\n");
}

}  // namespace
}  // namespace netkit::test
