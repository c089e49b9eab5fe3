// SPDX-License-Identifier: MIT
#include <netkit/loop/shared_descriptor.h>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <climits>
#include <string>

#include "support/fd_io.h"
#include "support/recorder.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

TEST(DescriptorKind, IsFoundForEachKindOfFile) {
  const Pipe pipe = pipe_between_children();
  const SocketPair pair = socket_pair();
  const Terminal pty = terminal();
  EXPECT_EQ(kind_of(pipe.read.get()), DescriptorKind::pipe);
  EXPECT_EQ(kind_of(pair.ours.get()), DescriptorKind::socket);
  EXPECT_EQ(kind_of(pty.slave.get()), DescriptorKind::terminal);
  EXPECT_EQ(kind_of(memory_file("x").get()), DescriptorKind::file);
  EXPECT_EQ(kind_of(open_file("/dev/null", O_RDWR).get()), DescriptorKind::nothing);
  EXPECT_EQ(kind_of(open_file("/dev/full", O_RDWR).get()), DescriptorKind::other);
  EXPECT_EQ(kind_of(tcp_pair().one.get()), DescriptorKind::socket);
}

TEST(SameSocket, IsTrueOfTwoDescriptorsOfOneSocketOnly) {
  const SocketPair pair = socket_pair();
  const Pipe pipe = pipe_between_children();
  EXPECT_TRUE(same_socket(pair.ours.get(), duplicate(pair.ours.get()).get()));
  EXPECT_FALSE(same_socket(pair.ours.get(), pair.childs.get()));
  EXPECT_FALSE(same_socket(pipe.read.get(), duplicate(pipe.read.get()).get()));
  EXPECT_FALSE(same_socket(-1, -1));
}

/// What we keep beside the one that is handed over, as the shell does.
struct Shared {
  UniqueFd kept;
  SharedDescriptor used;
  Shared(int fd, int access) : kept(duplicate(fd)), used(duplicate(fd).release(), access) {}
};

TEST(SharedDescriptor, NeverMakesTheSharedDescriptionNonBlocking) {
  const Pipe pipe = pipe_between_children();
  const SocketPair pair = socket_pair();
  const Terminal pty = raw_terminal();
  const UniqueFd file = memory_file("x");
  for (const int fd : {pipe.read.get(), pair.childs.get(), pty.slave.get(), file.get()}) {
    Shared shared(fd, O_RDONLY);
    std::array<std::byte, 16> space{};
    if (shared.used.never_waits()) shared.used.read(space);
    EXPECT_FALSE(is_non_blocking(shared.kept.get())) << fd;
  }
  Shared output(pipe.write.get(), O_WRONLY);
  output.used.write(as_bytes("x"));
  EXPECT_FALSE(is_non_blocking(output.kept.get()));
}

TEST(SharedDescriptor, NeverWaitsOnPipesSocketsAndTerminals) {
  const Pipe pipe = pipe_between_children();
  const SocketPair pair = socket_pair();
  const Terminal pty = raw_terminal();
  for (const int fd : {pipe.read.get(), pair.childs.get(), pty.slave.get()}) {
    Shared shared(fd, O_RDONLY);
    ASSERT_TRUE(shared.used.never_waits()) << fd;
    std::array<std::byte, 16> space{};
    EXPECT_EQ(shared.used.read(space), -1);
    EXPECT_EQ(errno, EAGAIN);
  }
}

TEST(SharedDescriptor, ReadsAndWrites) {
  const Pipe pipe = pipe_between_children();
  Shared reader(pipe.read.get(), O_RDONLY);
  Shared writer(pipe.write.get(), O_WRONLY);
  EXPECT_EQ(writer.used.write(as_bytes("bytes")), 5);
  std::array<std::byte, 16> space{};
  EXPECT_EQ(reader.used.read(space), 5);
  EXPECT_EQ(as_text(Bytes(space).first(5)), "bytes");
}

TEST(SharedDescriptor, TakesWhatItIsGivenAndClosesIt) {
  Pipe pipe = pipe_between_children();
  SharedDescriptor writer(pipe.write.release(), O_WRONLY);
  EXPECT_EQ(writer.close(), 0);
  EXPECT_EQ(read_to_end(pipe.read.get()).error, 0);
  EXPECT_EQ(writer.close(), 0) << "a second time is nothing";
}

TEST(SharedDescriptor, GoesOnInAFileWhereTheOthersAre) {
  const UniqueFd file = memory_file("first second");
  Shared shared(file.get(), O_RDONLY);
  std::array<std::byte, 6> space{};
  EXPECT_EQ(shared.used.read(space), 6);
  EXPECT_EQ(file_offset(shared.kept.get()), 6U);
}

TEST(SharedDescriptor, AppendsWhereTheFileWasOpenedForThat) {
  const TempDir folder;
  const std::string path = folder.write("file", "old,");
  Shared shared(open_file(path, O_WRONLY | O_APPEND).get(), O_WRONLY);
  EXPECT_EQ(shared.used.write(as_bytes("new")), 3);
  EXPECT_EQ(contents(path), "old,new");
}

TEST(SharedDescriptor, TransfersLittleAtATimeIfAPipeCannotBeOpenedAgain) {
  const TempDir folder;
  const std::string path = folder / "fifo";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  UniqueFd both = open_file(path, O_RDWR);
  const UniqueFd only_writes = open_file(path, O_WRONLY);
  both.reset();  // nobody reads it now: another opening for writing is refused
  Shared shared(only_writes.get(), O_WRONLY);
  ASSERT_FALSE(shared.used.never_waits());
  const UniqueFd back = open_file(path, O_RDONLY | O_NONBLOCK);
  EXPECT_EQ(shared.used.write(as_bytes(std::string(100'000, 'x'))), PIPE_BUF);
}

}  // namespace
}  // namespace netkit::test
