// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <filesystem>

#include "source_tree.h"
#include "support/process.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

namespace fs = std::filesystem;

/// script/bootstrap on a system that has no other programs than those given to it here.
class Bootstrap : public testing::Test {
 protected:
  void give(const std::string& program, const std::string& script) {
    const std::string path = system_.write(program, "#!/bin/sh\n" + script + "\n");
    fs::permissions(path, fs::perms::owner_all);
  }

  Outcome bootstrap(const std::string& purpose) {
    Launch launch;
    launch.argv = {"/bin/bash", source_dir() + "/script/bootstrap", purpose};
    launch.environment = {{"PATH", system_.path()}};
    return run(launch);
  }

  /// What the programs given have written down.
  std::string notes() { return contents(system_ / "notes"); }

  /// Debian with the tools that bootstrap reaches for; $0 tells each where to write notes.
  void give_debian(const std::string& dpkg_query) {
    system_.write("notes", "");
    give("dpkg-query", dpkg_query);
    give("apt-get", R"(echo "apt-get $*" >>"${0%/*}/notes")");
    give("sudo", R"(exec "$@")");
    fs::create_symlink("/usr/bin/env", system_ / "env");
  }

 private:
  TempDir system_;
};

struct Manager {
  std::string name;
  std::string question;  ///< the program that knows what is installed
  std::string answer;    ///< what would be installed, in part
};

void PrintTo(const Manager& manager, std::ostream* out) {
  *out << manager.name;
}

class OtherManagers : public Bootstrap, public testing::WithParamInterface<Manager> {};

TEST_P(OtherManagers, AreToldWhatToInstall) {
  give(GetParam().question, "exit 1");
  give(GetParam().name, "exit 1");
  const Outcome outcome = bootstrap("test");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_NE(outcome.err.find("with " + GetParam().name + " it would be: " + GetParam().answer),
            std::string::npos)
      << outcome.err;
}

TEST_P(OtherManagers, HaveNothingToDoOnceAllIsThere) {
  give(GetParam().question, "exit 0");
  give(GetParam().name, "exit 0");
  const Outcome outcome = bootstrap("build");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
}

INSTANTIATE_TEST_SUITE_P(, OtherManagers,
                         testing::Values(Manager{"dnf", "rpm", "dnf install gcc-c++ cmake"},
                                         Manager{"apk", "apk", "apk add g++ cmake"},
                                         Manager{"pacman", "pacman", "pacman -S --needed gcc cmake"},
                                         Manager{"brew", "brew", "brew install cmake"}),
                         [](const auto& test) { return test.param.name; });

TEST_F(Bootstrap, InstallsWithAptWhatIsMissing) {
  give_debian("echo ' g++=installed  cmake=installed  ninja-build=config-files '");
  const Outcome outcome = bootstrap("build");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  const auto lines = lines_of(notes());
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_TRUE(lines[0].ends_with(" update")) << lines[0];
  EXPECT_NE(lines[1].find(" install -y --no-install-recommends ninja-build pkgconf libuv1-dev "),
            std::string::npos)
      << lines[1];
}

TEST_F(Bootstrap, LeavesAptAloneOnceAllIsThere) {
  give_debian(R"(shift 3; for package; do printf ' %s=installed ' "$package"; done)");
  const Outcome outcome = bootstrap("test");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(notes(), "");
}

TEST_F(Bootstrap, NeedsNoNodeFromTheSystemWhereThereIsAnother) {
  give_debian("exit 1");
  give("node", "exit 0");
  EXPECT_EQ(bootstrap("test").status, 0);
  EXPECT_EQ(notes().find("nodejs"), std::string::npos);
}

TEST_F(Bootstrap, SaysWhatIsNeededWhereItKnowsNoPackageManager) {
  const Outcome outcome = bootstrap("build");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("libuv1-dev"), std::string::npos) << outcome.err;
}

TEST_F(Bootstrap, RefusesAPurposeThatItDoesNotKnow) {
  const Outcome outcome = bootstrap("tests");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find("'tests' is not a purpose"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace netkit::test
