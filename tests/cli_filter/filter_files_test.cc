// SPDX-License-Identifier: MIT
#include "cli/text/filter_files.h"

#include <gtest/gtest.h>

#include <string>

#include "filtered.h"
#include "support/temp_dir.h"

namespace netkit::cli {
namespace {

TEST(FilterFiles, ReadsThemInOrder) {
  const test::TempDir dir;
  Filtered filtered(Wanted::lines_with);
  const auto unread =
      filter_files({dir.write("a", "10.0.0.2"), dir.write("b", ""), dir.write("c", "x\n10.0.0.1\n")},
                   filtered.filter(), filtered.output());
  EXPECT_TRUE(unread.empty());
  EXPECT_EQ(filtered.text(), "10.0.0.2\n10.0.0.1\n");
}

TEST(FilterFiles, NamesWhatItCannotReadAndGoesOn) {
  const test::TempDir dir;
  Filtered filtered(Wanted::lines_with);
  const auto unread = filter_files({dir / "none", dir.path(), dir.write("c", "10.0.0.1\n")},
                                   filtered.filter(), filtered.output());
  ASSERT_EQ(unread.size(), 2U);
  EXPECT_STREQ(unread[0].step, "open");
  EXPECT_EQ(unread[0].error, std::errc::no_such_file_or_directory);
  EXPECT_EQ(unread[0].name, dir / "none");
  EXPECT_STREQ(unread[1].step, "read");
  EXPECT_EQ(unread[1].error, std::errc::is_a_directory);
  EXPECT_EQ(unread[1].name, dir.path());
  EXPECT_EQ(filtered.text(), "10.0.0.1\n");
}

}  // namespace
}  // namespace netkit::cli
