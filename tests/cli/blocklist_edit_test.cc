// SPDX-License-Identifier: MIT
// netkit blocklist add, remove: what happens to the file.
#include <gtest/gtest.h>
#include <netkit/loop/unique_fd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "support/netkit.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

class BlocklistEdit : public testing::Test {
 protected:
  static Outcome add(const Words& words) { return run_netkit(Words{"blocklist", "add"} + words); }
  static Outcome remove(const Words& words) { return run_netkit(Words{"blocklist", "remove"} + words); }
  std::string write(std::string_view text) const { return folder_.write("list", text); }
  std::size_t files() const {
    return static_cast<std::size_t>(
        std::ranges::distance(std::filesystem::directory_iterator(folder_.path())));
  }

  TempDir folder_;
};

TEST_F(BlocklistEdit, AppendsAndKeepsTheRest) {
  const std::string list = write("# mine\n\n10.0.0.0/8 ; big  \nnonsense");
  const Outcome outcome = add({list, "192.0.2.1", "::1-::9", "198.51.100.7/24"});
  EXPECT_EQ(outcome.out + outcome.err, "");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(contents(list), "# mine\n\n10.0.0.0/8 ; big  \nnonsense\n192.0.2.1\n::1-::9\n198.51.100.7/24\n");
  EXPECT_EQ(files(), 1u);
}

TEST_F(BlocklistEdit, CreatesAFile) {
  EXPECT_EQ(add({folder_ / "new", "192.0.2.1"}).status, 0);
  EXPECT_EQ(contents(folder_ / "new"), "192.0.2.1\n");
}

TEST_F(BlocklistEdit, EndsLinesAsTheFileDoes) {
  const std::string list = write("10.0.0.0/8\r\n11.0.0.0/8");
  add({list, "192.0.2.1"});
  EXPECT_EQ(contents(list), "10.0.0.0/8\r\n11.0.0.0/8\r\n192.0.2.1\r\n");
}

TEST_F(BlocklistEdit, KeepsLineEndsAndTheMarkWhenALineGoes) {
  const std::string list = write(
      "\xef\xbb\xbf"
      "10.0.0.0/8\r\n11.0.0.0/8\r\n");
  EXPECT_EQ(remove({list, "10.0.0.0/8"}).status, 0);
  EXPECT_EQ(contents(list),
            "\xef\xbb\xbf"
            "11.0.0.0/8\r\n");
}

TEST_F(BlocklistEdit, RemovesOneOfSeveralRulesInALine) {
  const std::string list = write("10.0.0.0/8 192.0.2.1,::1 # three\n11.0.0.0/8 11.0.0.0/8\n");
  EXPECT_EQ(remove({list, "192.0.2.1", "11.0.0.0/8"}).status, 0);
  EXPECT_EQ(contents(list), "10.0.0.0/8 ::1 # three\n");
  EXPECT_EQ(remove({list, "10.0.0.0/8", "::1"}).status, 0);
  EXPECT_EQ(contents(list), "");
}

TEST_F(BlocklistEdit, RemovesNothingFromAFileThatIsMissing) {
  const Outcome outcome = remove({folder_ / "none", "10.0.0.0/8"});
  EXPECT_EQ(outcome.err, "netkit: cannot read '" + folder_ / "none" + "': No such file or directory\n");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(files(), 0u);
}

TEST_F(BlocklistEdit, DoesNotAddARuleAgain) {
  const std::string list = write("10.0.0.1/8\n");
  EXPECT_EQ(add({list, "10.0.0.0-10.255.255.255", "10.0.0.0/9"}).status, 0);
  EXPECT_EQ(contents(list), "10.0.0.1/8\n10.0.0.0/9\n");
  EXPECT_EQ(add({"-v", list, "10.0.0.0/9"}).err, "netkit: 10.0.0.0/9 is already in " + list + "\n");
}

TEST_F(BlocklistEdit, RemovesARuleHoweverItIsWritten) {
  const std::string list = write("# mine\n10.0.0.1/8 ; one\n11.0.0.0/8\n10.0.0.0/8\n# end\n");
  EXPECT_EQ(remove({list, "10.0.0.0-10.255.255.255"}).status, 0);
  EXPECT_EQ(contents(list), "# mine\n11.0.0.0/8\n# end\n");
}

TEST_F(BlocklistEdit, ReportsARuleThatIsNotInTheFile) {
  const std::string list = write("10.0.0.0/8\n11.0.0.0/8\n");
  const Outcome outcome = remove({list, "10.0.0.1", "11.0.0.0/8"});
  EXPECT_EQ(outcome.err, "netkit: 10.0.0.1 is not in " + list + "\n");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(contents(list), "10.0.0.0/8\n");
}

TEST_F(BlocklistEdit, LeavesTheFileAloneIfNothingChanges) {
  const std::string list = write("10.0.0.0/8");
  struct stat before{}, after{};
  ASSERT_EQ(::stat(list.c_str(), &before), 0);
  add({list, "10.0.0.0/8"});
  ASSERT_EQ(::stat(list.c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino);
  EXPECT_EQ(contents(list), "10.0.0.0/8");
}

TEST_F(BlocklistEdit, KeepsModeAndOwner) {
  const std::string list = write("10.0.0.0/8\n");
  ASSERT_EQ(::chmod(list.c_str(), 0640), 0);
  const uid_t owner = ::geteuid() == 0 ? 12345 : ::geteuid();
  ASSERT_EQ(::chown(list.c_str(), owner, static_cast<gid_t>(-1)), 0);
  EXPECT_EQ(add({list, "192.0.2.1"}).status, 0);
  struct stat after{};
  ASSERT_EQ(::stat(list.c_str(), &after), 0);
  EXPECT_EQ(after.st_mode & 07777, 0640u);
  EXPECT_EQ(after.st_uid, owner);
}

TEST_F(BlocklistEdit, FollowsASymbolicLinkAndKeepsIt) {
  const std::string list = write("10.0.0.0/8\n");
  const std::string link = folder_ / "link";
  ASSERT_EQ(::symlink("list", link.c_str()), 0);
  EXPECT_EQ(add({link, "192.0.2.1"}).status, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_FALSE(std::filesystem::is_symlink(list));
  EXPECT_EQ(contents(list), "10.0.0.0/8\n192.0.2.1\n");
}

TEST_F(BlocklistEdit, RefusesAFileThatIsNotAPlainList) {
  const std::string list = write("create bad hash:net family inet\nadd bad 10.0.0.0/8\n");
  const Outcome ipset = add({list, "192.0.2.1"});
  EXPECT_EQ(ipset.status, 2);
  EXPECT_TRUE(ipset.err.contains("only plain lists can be changed")) << ipset.err;
  const std::string utf16 =
      write(std::string("\xff\xfe"
                        "1\0",
                        4));
  EXPECT_TRUE(add({utf16, "192.0.2.1"}).err.contains("the list is compressed or UTF-16")) << contents(utf16);
  const std::string prose = write("dear all,\nwhat a day\n");
  EXPECT_EQ(add({prose, "192.0.2.1"}).status, 2);
  EXPECT_EQ(contents(prose), "dear all,\nwhat a day\n");
}

TEST_F(BlocklistEdit, ReportsWhyAFileCannotBeChanged) {
  EXPECT_EQ(add({folder_ / "no/list", "192.0.2.1"}).err,
            "netkit: open ENOENT " + (folder_ / "no/list") + "\n");
  const Outcome folder = add({folder_.path(), "192.0.2.1"});
  EXPECT_EQ(folder.err, "netkit: open EISDIR " + folder_.path() + "\n");
  EXPECT_EQ(folder.status, 11);
  ASSERT_EQ(::mkfifo((folder_ / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(add({folder_ / "fifo", "192.0.2.1"}).err, "netkit: open EINVAL " + (folder_ / "fifo") + "\n");
}

TEST_F(BlocklistEdit, LosesNoChangeOfSeveralWriters) {
  const std::string list = write("");
  std::vector<std::unique_ptr<Process>> writers;
  for (int i = 0; i < 8; ++i) {
    const std::string rule = "10.0.0." + std::to_string(i);
    writers.push_back(std::make_unique<Process>(netkit({"blocklist", "add", list, rule})));
  }
  for (const auto& writer : writers) EXPECT_EQ(finish(*writer).status, 0);
  const std::string text = contents(list);
  EXPECT_EQ(std::ranges::count(text, '\n'), 8) << text;
  for (int i = 0; i < 8; ++i) EXPECT_TRUE(text.contains("10.0.0." + std::to_string(i) + "\n")) << text;
  EXPECT_EQ(files(), 1u);
}

TEST_F(BlocklistEdit, WaitsForTheLockOnTheFile) {
  const std::string list = write("10.0.0.0/8\n");
  UniqueFd held(::open(list.c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_EQ(::flock(held.get(), LOCK_EX), 0);
  Process writer(netkit({"blocklist", "add", list, "192.0.2.1"}));
  EXPECT_FALSE(writer.wait_at_most(std::chrono::milliseconds(100)));
  EXPECT_EQ(contents(list), "10.0.0.0/8\n");
  held.reset();
  EXPECT_EQ(finish(writer).status, 0);
  EXPECT_EQ(contents(list), "10.0.0.0/8\n192.0.2.1\n");
}

}  // namespace
}  // namespace netkit::test
