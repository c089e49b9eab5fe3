// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "source_tree.h"
#include "support/process.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

namespace fs = std::filesystem;

/// script/run in a tree of its own, with a compiler that makes a netkit which prints its stdin and arguments.
class Run : public testing::Test {
 protected:
  Run() {
    for (const char* folder : {"script", "src", "cli", "cmake", "tools"}) {
      fs::create_directory(tree_ / folder);
    }
    for (const char* script : {"script/run", "script/logged"}) {
      fs::copy_file(source_dir() + "/" + script, tree_ / script);
    }
    give("script/bootstrap", R"(echo "bootstrap $*" >>"$NOTES"; cat >>"$NOTES")");
    give("tools/cmake", R"(echo "cmake $*" >>"$NOTES"; cat >>"$NOTES"
mkdir -p build/release/cli && printf '#!/bin/sh\ncat; echo "$*"\n' >build/release/cli/netkit && chmod +x build/release/cli/netkit)");
    tree_.write("CMakeLists.txt", "");
    tree_.write("CMakePresets.json", "");
    tree_.write("src/source.cc", "");
    tree_.write("notes", "");
  }

  void give(const std::string& program, const std::string& script) {
    fs::permissions(tree_.write(program, "#!/bin/sh\n" + script + "\n"), fs::perms::owner_all);
  }

  Outcome run_netkit(std::vector<std::string> arguments, const std::string& input) {
    Launch launch;
    launch.argv = {tree_ / "script/run"};
    launch.argv.insert(launch.argv.end(), arguments.begin(), arguments.end());
    launch.environment = {{"PATH", tree_ / "tools" + ":" + std::getenv("PATH")}, {"NOTES", tree_ / "notes"}};
    launch.directory = "/";
    return run(launch, input);
  }

  /// What was called for it since the last look.
  std::string calls() {
    const std::string notes = contents(tree_ / "notes");
    tree_.write("notes", "");
    return notes;
  }

  TempDir tree_;
};

constexpr const char* whole_build =
    "bootstrap build\ncmake --preset release\ncmake --build --preset release\n";

TEST_F(Run, BuildsAndHandsOverArgumentsAndInput) {
  const Outcome outcome = run_netkit({"echo", "a b"}, "input\n");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "input\necho a b\n");
  EXPECT_EQ(outcome.err,
            "script/run: building netkit (about 90 seconds the first time); log: build/release.log\n");
  EXPECT_EQ(calls(), whole_build);
}

TEST_F(Run, StartsAtOnceTheSecondTime) {
  run_netkit({}, "");
  calls();
  const Outcome outcome = run_netkit({"echo"}, "input\n");
  EXPECT_EQ(outcome.out, "input\necho\n");
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(calls(), "");
}

TEST_F(Run, BuildsAgainOnceASourceIsNewer) {
  run_netkit({}, "");
  calls();
  fs::last_write_time(tree_ / "src/source.cc", fs::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_EQ(run_netkit({}, "").err, "script/run: building netkit; log: build/release.log\n");
  EXPECT_EQ(calls(), whole_build);
}

TEST_F(Run, DoesNotBuildAgainForAManualPage) {
  run_netkit({}, "");
  calls();
  fs::create_directory(tree_ / "man");
  fs::last_write_time(tree_.write("man/netkit.1", ""),
                      fs::file_time_type::clock::now() + std::chrono::hours(1));
  run_netkit({}, "");
  EXPECT_EQ(calls(), "");
}

TEST_F(Run, KeepsWhatTheBuildPrintsInItsLog) {
  give("tools/cmake", "echo 'no such compiler'; exit 3");
  run_netkit({}, "");
  EXPECT_EQ(contents(tree_ / "build/release.log"), "no such compiler\n");
}

TEST_F(Run, ShowsABuildThatFailsAndTriesAgain) {
  give("tools/cmake", "echo 'no such compiler'; exit 3");
  for (int i = 0; i < 2; ++i) {
    const Outcome outcome = run_netkit({}, "");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.err.find("no such compiler"), std::string::npos) << outcome.err;
  }
}

}  // namespace
}  // namespace netkit::test
