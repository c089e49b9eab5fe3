// SPDX-License-Identifier: MIT
#include <netkit/stream/internal/read_coalescer.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/stream/pump_ends.h>

#include <vector>

#include "support/data.h"
#include "support/loop_run.h"

namespace netkit::test {
namespace {

struct Source final : PumpSource {
  int source_descriptor() const override { return -1; }
  void moved_out(std::size_t) override {}
  void defer_read_error(std::error_code) override {}
  bool set_low_water_mark(std::size_t bytes) override {
    marks.push_back(bytes);
    return has_one;
  }
  std::size_t mark() const { return marks.empty() ? 1 : marks.back(); }

  bool has_one = true;
  std::vector<std::size_t> marks;
};

class ReadCoalescer : public testing::Test {
 protected:
  void read(std::size_t bytes) {
    for (; bytes > 0; bytes -= 64 * KiB) wakes_.moved(64 * KiB);
  }
  /// Without a lull, then waits.
  void move(std::size_t bytes) {
    wakes_.wake();
    read(bytes);
    wakes_.wait();
  }
  void wait_for_a_lull() {
    EXPECT_TRUE(run_until(loop_, [this] { return source_.mark() == 1; }));
  }

  Loop loop_;
  Source source_;
  internal::ReadCoalescer wakes_{loop_, source_};
};

TEST_F(ReadCoalescer, BeginsWithASteadyStream) {
  read(1 * MiB - 64 * KiB);
  EXPECT_EQ(source_.mark(), 1U);
  read(64 * KiB);
  EXPECT_EQ(source_.mark(), 256 * KiB);
  read(8 * MiB);
  EXPECT_EQ(source_.marks.size(), 1U) << "it is said once";
}

TEST_F(ReadCoalescer, LeavesBytesThatComeInTurnsAlone) {
  for (int i = 0; i < 3; ++i) {
    move(512 * KiB);
    run_for(loop_, Duration(5));
  }
  EXPECT_EQ(source_.mark(), 1U);
}

TEST_F(ReadCoalescer, EndsInALull) {
  move(1 * MiB);
  wait_for_a_lull();
}

TEST_F(ReadCoalescer, TakesNeitherWorkNorASlowReceiverForALull) {
  move(1 * MiB);
  for (int i = 0; i < 3; ++i) {
    wakes_.wake();
    elapse(Duration(3));
    wakes_.wait();
    run_for(loop_, Duration(0));
    EXPECT_EQ(source_.mark(), 256 * KiB);
  }
  wakes_.wake();  // and now waits for the receiver
  run_for(loop_, Duration(5));
  EXPECT_EQ(source_.mark(), 256 * KiB);
}

TEST_F(ReadCoalescer, BeginsLaterAfterEachWaitWithoutResult) {
  move(1 * MiB);
  wait_for_a_lull();
  wakes_.wake();
  read(2 * MiB - 64 * KiB);
  EXPECT_EQ(source_.mark(), 1U);
  read(64 * KiB);
  EXPECT_EQ(source_.mark(), 256 * KiB);
}

TEST_F(ReadCoalescer, BeginsAsSoonAsAtFirstAfterAUsefulWait) {
  move(1 * MiB);
  wait_for_a_lull();
  move(2 * MiB);
  move(4 * MiB);
  wait_for_a_lull();
  move(1 * MiB);
  EXPECT_EQ(source_.mark(), 256 * KiB);
}

TEST_F(ReadCoalescer, TriesASourceWithoutAMarkOnce) {
  source_.has_one = false;
  move(16 * MiB);
  EXPECT_EQ(source_.marks.size(), 1U);
  wakes_.stop();
  EXPECT_EQ(source_.marks.size(), 1U);
}

TEST_F(ReadCoalescer, RestoresTheSourcePermanentlyWhenItIsStopped) {
  move(1 * MiB);
  wakes_.stop();
  EXPECT_EQ(source_.mark(), 1U);
  move(16 * MiB);
  EXPECT_EQ(source_.mark(), 1U);
  loop_.run();  // it does not keep the loop running either
}

}  // namespace
}  // namespace netkit::test
