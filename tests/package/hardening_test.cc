// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "commands.h"
#include "installed.h"

namespace netkit::test {
namespace {

/// Of the program, the shared library and the module, as they are installed.
class Hardening : public testing::TestWithParam<const char*> {
 protected:
  std::string tell(const std::string& option) const {
    return output_of({"readelf", "--wide", option, installed() / GetParam()});
  }
};

TEST_P(Hardening, LetsTheSystemChooseItsAddresses) {
  EXPECT_TRUE(tell("--file-header").contains("DYN ("));
}

TEST_P(Hardening, HasRelocationsReadOnlyBeforeAnythingRuns) {
  EXPECT_TRUE(tell("--program-headers").contains("GNU_RELRO"));
  EXPECT_TRUE(tell("--dynamic").contains("BIND_NOW"));
}

TEST_P(Hardening, HasNoStackThatRuns) {
  for (const std::string& line : lines_of(tell("--program-headers"))) {
    if (line.contains("GNU_STACK")) {
      EXPECT_FALSE(line.contains("E ")) << line;
    }
  }
}

TEST_P(Hardening, ChecksItsStackAndItsCopies) {
  const std::string symbols = tell("--dyn-syms");
  EXPECT_TRUE(symbols.contains("__stack_chk_fail@"));
  EXPECT_TRUE(symbols.contains("_chk@"));  // __memcpy_chk and such
}

// The module of TLS stands at a fixed place from there.
TEST_P(Hardening, LoadsLibrariesOnlyFromBesideItself) {
  for (const std::string& line : lines_of(tell("--dynamic"))) {
    if (!line.contains("PATH")) continue;
    const std::string folders = line.substr(line.find('[') + 1);
    for (std::size_t at = 0; at != folders.npos + 1; at = folders.find(':', at) + 1)
      EXPECT_TRUE(folders.substr(at).starts_with("$ORIGIN")) << line;
  }
}

INSTANTIATE_TEST_SUITE_P(, Hardening,
                         testing::Values("bin/netkit", NETKIT_LIBDIR "/libnetkit.so",
                                         NETKIT_LIBDIR "/netkit/netkit-tls.so"),
                         [](const auto& file) {
                           const std::string path = file.param;
                           if (path.contains("tls")) return "Module";
                           return path.starts_with("bin") ? "Program" : "Library";
                         });

/// The mark stands on what is linked only if all parts have it, the C library's first objects too, which not
/// every system gives it; so the objects of the archive are asked, which are the shared library's as well.
TEST(ControlFlow, MarksWhereJumpsMayGo) {
  if (std::string(NETKIT_PROCESSOR) != "x86_64") GTEST_SKIP() << "only x86-64 has this";
  std::string object;
  for (const std::string& line :
       lines_of(output_of({"readelf", "--notes", "--wide", installed().libraries() + "/libnetkit.a"}))) {
    if (line.starts_with("File: ")) {
      EXPECT_EQ(object, "") << "has no mark";
      object = line;
    } else if (line.contains("IBT, SHSTK")) {
      object.clear();
    }
  }
  EXPECT_EQ(object, "") << "has no mark";
}

}  // namespace
}  // namespace netkit::test
