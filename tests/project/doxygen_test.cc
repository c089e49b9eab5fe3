// SPDX-License-Identifier: MIT
// The library's headers as doxygen reads them.
#include <gtest/gtest.h>

#include "source_tree.h"
#include "support/process.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

/// A member that has no words of its own because its name says all there is to say.
bool is_plain_member(const std::string& warning) {
  return warning.contains("warning: Member ") && warning.ends_with(" is not documented.") &&
         !warning.contains("(enumeration)");
}

TEST(Doxygen, FindsWordsForEveryTypeAndNoFault) {
  const TempDir folder;
  Launch doxygen;
  doxygen.argv = {"sh", "-c",
                  "command -v doxygen >/dev/null || exit 77; (cat Doxyfile; echo EXTRACT_ALL=NO;"
                  "echo GENERATE_HTML=NO; echo GENERATE_XML=YES; echo OUTPUT_DIRECTORY=" +
                      folder.path() + ") | doxygen -"};
  doxygen.directory = source_dir();
  const Outcome outcome = run(doxygen);
  if (outcome.status == 77) GTEST_SKIP() << "doxygen is not installed";
  EXPECT_EQ(outcome.status, 0);
  for (const std::string& warning : lines_of(outcome.err)) {
    EXPECT_TRUE(is_plain_member(warning)) << warning;
  }
}

}  // namespace
}  // namespace netkit::test
