// SPDX-License-Identifier: MIT
#include "cli/report/progress_text.h"

#include <gtest/gtest.h>

namespace netkit::cli {
namespace {

using namespace std::chrono_literals;

TEST(ProgressText, HasSizesTimeAndRates) {
  EXPECT_EQ(progress_text({12 * 1024 * 1024, 0, 3000ms}, {8 * 1024 * 1024, 0, 2000ms}),
            "sent 12.0M  received 0  0:03  4.0M/s out  0/s in");
  EXPECT_EQ(progress_text({1023, 1024, 61'999ms}, {0, 0, 51'999ms}),
            "sent 1023  received 1.0k  1:01  102/s out  102/s in");
  EXPECT_EQ(
      progress_text({1536, std::uint64_t{5} << 40, 3'725'000ms}, {1536, std::uint64_t{5} << 40, 3'724'000ms}),
      "sent 1.5k  received 5.0T  1:02:05  0/s out  0/s in");
  EXPECT_EQ(progress_text({}, {}), "sent 0  received 0  0:00  0/s out  0/s in");
}

}  // namespace
}  // namespace netkit::cli
