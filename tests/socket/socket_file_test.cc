// SPDX-License-Identifier: MIT
// Sockets with a name in the file system, or in Linux's abstract namespace.
#include <netkit/socket/socket_file.h>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/socket/bound_socket.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <utility>

#include "support/io_fixtures.h"
#include "support/raw_socket.h"
#include "support/recorder.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

namespace fs = std::filesystem;

class SocketFileTest : public testing::Test {
 protected:
  Result<BoundSocket> bind(const IpcBindOptions& options = {}) { return BoundSocket::ipc(path_, options); }

  /// A socket file that nobody is bound to, as a crash leaves it.
  void leave_stale_file() const {
    const std::string elsewhere = file_ + ".new";
    const RawListener gone(where_of(ipc_path(elsewhere)));
    fs::rename(elsewhere, file_);
  }

  const TempDir folder_;
  const std::string file_ = folder_ / "socket";
  const IpcPath path_ = ipc_path(file_);
};

mode_t mode_of(const std::string& path) {
  struct stat file{};
  EXPECT_EQ(::lstat(path.c_str(), &file), 0) << path;
  return file.st_mode & 07777;
}

TEST_F(SocketFileTest, IsMadeAndRemoved) {
  {
    const auto bound = bind();
    ASSERT_TRUE(bound);
    EXPECT_EQ(bound->path(), path_);
    EXPECT_FALSE(bound->address());
    EXPECT_TRUE(fs::is_socket(file_));
  }
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(SocketFileTest, StaysIfItHasBeenReplacedByAnother) {
  {
    const auto bound = bind();
    fs::remove(file_);
    folder_.write("socket", "somebody else's");
  }
  EXPECT_EQ(contents(file_), "somebody else's");
}

TEST_F(SocketFileTest, MayHaveBeenRemovedMeanwhile) {
  const auto bound = bind();
  fs::remove(file_);
}

TEST_F(SocketFileTest, IsRemovedByItsLastOwnerOnly) {
  {
    auto bound = bind();
    BoundSocket moved = std::move(*bound);
    bound = std::unexpected(Error{});
    EXPECT_TRUE(fs::is_socket(file_));
    const BoundSocket again = std::move(moved);
    EXPECT_TRUE(fs::is_socket(file_));
  }
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(SocketFileTest, HasTheModeThatTheUmaskLeaves) {
  const mode_t before = ::umask(027);
  const auto bound = bind();
  ::umask(before);
  EXPECT_EQ(mode_of(file_), mode_t{0750});
}

TEST_F(SocketFileTest, HasExactlyTheModeAskedFor) {
  const mode_t before = ::umask(077);
  const auto bound = bind({.mode = 0664});
  EXPECT_EQ(::umask(before), mode_t{077}) << "the umask is as it was";
  EXPECT_EQ(mode_of(file_), mode_t{0664});
}

TEST_F(SocketFileTest, CanBeReadableByAll) {
  const mode_t before = ::umask(077);
  const auto bound = bind({.mode = {}, .readable_all = true});
  EXPECT_EQ(::umask(before), mode_t{077});
  EXPECT_EQ(mode_of(file_), mode_t{0744});
}

TEST_F(SocketFileTest, CanBeWritableByAll) {
  const mode_t before = ::umask(022);
  const auto bound = bind({.mode = {}, .writable_all = true});
  ::umask(before);
  EXPECT_EQ(mode_of(file_), mode_t{0777});
}

TEST_F(SocketFileTest, CanBeBothWithAMode) {
  const auto bound = bind({.mode = 0600, .readable_all = true, .writable_all = true});
  EXPECT_EQ(mode_of(file_), mode_t{0666});
}

TEST_F(SocketFileTest, IsInUseIfAnyFileIsThere) {
  leave_stale_file();
  const auto bound = bind();
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().message, "listen EADDRINUSE: address already in use " + file_);
  EXPECT_EQ(bound.error().address, file_);
  EXPECT_FALSE(bound.error().port);
  EXPECT_TRUE(fs::is_socket(file_)) << "and stays";
}

TEST_F(SocketFileTest, InAFolderThatIsNotThereIsNotFound) {
  const auto bound = BoundSocket::ipc(ipc_path(folder_ / "none/socket"), {});
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().message, "listen ENOENT: no such file or directory " + (folder_ / "none/socket"));
}

TEST_F(SocketFileTest, IsTakenOverIfStale) {
  leave_stale_file();
  {
    const auto bound = bind({.mode = {}, .take_over_stale = true});
    ASSERT_TRUE(bound) << bound.error().message;
    EXPECT_TRUE(fs::is_socket(file_));
  }
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(SocketFileTest, NeedNotBeThereToBeTakenOver) {
  EXPECT_TRUE(bind({.mode = {}, .take_over_stale = true}));
}

TEST_F(SocketFileTest, OfALiveServerIsNotTakenOverAndTheServerDoesNotNotice) {
  const RawListener live(where_of(path_));
  const auto bound = bind({.mode = {}, .take_over_stale = true});
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().code, std::errc::address_in_use);
  EXPECT_TRUE(live.stays_alone(Duration(50)));
  EXPECT_EQ(connect_error(where_of(path_)), 0);
}

TEST_F(SocketFileTest, OfASocketThatIsBoundOnlyIsNotTakenOver) {
  const auto first = bind();
  EXPECT_FALSE(bind({.mode = {}, .take_over_stale = true}));
  EXPECT_TRUE(fs::is_socket(file_));
}

TEST_F(SocketFileTest, IsTakenOverAndRemovedThoughOthersLockTheFolder) {
  leave_stale_file();
  const UniqueFd held(::open(file_.substr(0, file_.rfind('/')).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  ASSERT_EQ(::flock(held.get(), LOCK_EX), 0);
  {
    const auto socket = bind({.mode = {}, .take_over_stale = true});
    EXPECT_TRUE(socket) << socket.error().message;
  }
  EXPECT_TRUE(fs::is_empty(fs::path(file_).parent_path())) << "nor is a lock left";
}

TEST_F(SocketFileTest, InAFolderOfManyIsNotTakenOverWhileTheFolderIsLockedWhichTheErrorNames) {
  leave_stale_file();
  const std::string folder = fs::path(file_).parent_path();
  ASSERT_EQ(::chmod(folder.c_str(), 0770), 0);
  const UniqueFd held(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  ASSERT_EQ(::flock(held.get(), LOCK_EX), 0);
  const auto socket = bind({.mode = {}, .take_over_stale = true});
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().message, "listen EBUSY: resource busy or locked " + folder);
}

TEST_F(SocketFileTest, DoesNotFollowALinkInThePlaceOfItsLock) {
  const std::string target = folder_ / "target";
  fs::create_symlink(target, folder_ / (".netkit-lock-" + std::to_string(::geteuid())));
  EXPECT_TRUE(bind());
  EXPECT_FALSE(fs::exists(target));
}

TEST_F(SocketFileTest, IsNotTakenOverIfItIsARegularFile) {
  folder_.write("socket", "precious");
  EXPECT_FALSE(bind({.mode = {}, .take_over_stale = true}));
  EXPECT_EQ(contents(file_), "precious");
}

TEST_F(SocketFileTest, IsNotTakenOverThroughASymbolicLink) {
  leave_stale_file();
  const std::string link = folder_ / "link";
  fs::create_symlink(file_, link);
  EXPECT_FALSE(BoundSocket::ipc(ipc_path(link), {.mode = {}, .take_over_stale = true}));
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_TRUE(fs::is_socket(file_));
}

TEST_F(SocketFileTest, IsNotTakenOverIfItIsAFolder) {
  fs::create_directory(file_);
  EXPECT_FALSE(bind({.mode = {}, .take_over_stale = true}));
  EXPECT_TRUE(fs::is_directory(file_));
}

TEST_F(SocketFileTest, LongerThanASocketNameIsLeftAlone) {
  EXPECT_FALSE(remove_stale_socket(folder_.write(std::string(150, 'x'), "precious")));
  EXPECT_TRUE(fs::exists(folder_ / std::string(150, 'x')));
}

TEST(AbstractSocket, HasANameOfExactLength) {
  Loop loop;
  Accepted accepted;
  const IpcPath path = ipc_path("@" + unused_name());
  const auto server = Acceptor::listen(loop, std::move(*BoundSocket::ipc(path, {})), {}, accepted);
  ASSERT_TRUE(server);
  const UniqueFd peer = connect_to(where_of(path));
  sockaddr_un name{};
  socklen_t length = sizeof name;
  ASSERT_EQ(::getpeername(peer.get(), reinterpret_cast<sockaddr*>(&name), &length), 0);
  EXPECT_EQ(length, offsetof(sockaddr_un, sun_path) + 1 + path.name().size());
  EXPECT_EQ(std::string_view(name.sun_path + 1, path.name().size()), path.name());
}

TEST(AbstractSocket, CanBeBoundOnce) {
  const IpcPath path = ipc_path("@" + unused_name());
  {
    const auto bound = BoundSocket::ipc(path, {});
    ASSERT_TRUE(bound);
    const auto second = BoundSocket::ipc(path, {.mode = {}, .take_over_stale = true});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().message, "listen EADDRINUSE: address already in use " + path.text());
  }
  EXPECT_TRUE(BoundSocket::ipc(path, {})) << "it goes with its socket";
}

}  // namespace
}  // namespace netkit::test
