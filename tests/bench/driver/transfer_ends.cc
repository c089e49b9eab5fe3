// SPDX-License-Identifier: MIT
#include "transfer_ends.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "support/fd_io.h"

namespace netkit::bench {

namespace {

constexpr std::size_t block = 256 * 1024;

const std::vector<char>& bytes_of_block() {
  static const std::vector<char> bytes(block, 'x');
  return bytes;
}

/// Room in a pipe for several reads, as netkit and others ask for.
void enlarge(const UniqueFd& pipe) {
  ::fcntl(pipe.get(), F_SETPIPE_SZ, 1 << 20);
}

/// Gives pages of memory to the pipe, without a copy, until it has `size` bytes or there is no reader.
std::size_t feed_pipe(const UniqueFd& pipe, std::size_t size) {
  std::size_t sum = 0;
  while (sum < size) {
    iovec part{const_cast<char*>(bytes_of_block().data()), std::min(size - sum, block)};
    const ssize_t taken = ::vmsplice(pipe.get(), &part, 1, 0);
    if (taken <= 0) break;
    sum += static_cast<std::size_t>(taken);
  }
  return sum;
}

std::size_t feed_socket(const UniqueFd& socket, std::size_t size) {
  std::size_t sum = 0;
  while (sum < size) {
    const ssize_t taken =
        ::send(socket.get(), bytes_of_block().data(), std::min(size - sum, block), MSG_NOSIGNAL);
    if (taken <= 0) break;
    sum += static_cast<std::size_t>(taken);
  }
  return sum;
}

/// Drops what comes, without a copy.
std::size_t drain_pipe(const UniqueFd& pipe) {
  const UniqueFd nowhere = test::open_file("/dev/null", O_WRONLY);
  std::size_t sum = 0;
  ssize_t moved = 0;
  while ((moved = ::splice(pipe.get(), nullptr, nowhere.get(), nullptr, 1 << 20, SPLICE_F_MOVE)) > 0)
    sum += static_cast<std::size_t>(moved);
  return sum;
}

std::size_t drain_socket(const UniqueFd& socket) {
  std::vector<char> room(block);
  std::size_t sum = 0;
  ssize_t received = 0;
  while ((received = ::recv(socket.get(), room.data(), room.size(), 0)) > 0)
    sum += static_cast<std::size_t>(received);
  return sum;
}

std::pair<UniqueFd, UniqueFd> socket_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw CannotRun("no pair of sockets");
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

TransferEnd from_file(const Setting& setting, std::size_t size) {
  const std::string path = setting.files + "/transfer";
  UniqueFd file = test::open_file(path, O_RDWR | O_CREAT);
  for (auto made = static_cast<std::size_t>(::lseek(file.get(), 0, SEEK_END)); made < size; made += block) {
    if (test::write_all(file.get(), {bytes_of_block().data(), block}) != 0)
      throw CannotRun("no room for " + path);
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return {std::async(std::launch::deferred, [size] { return size; }), std::move(file)};
}

TransferEnd from_pipe(const Setting& /*setting*/, std::size_t size) {
  test::Pipe pipe = test::pipe_between_children();
  enlarge(pipe.read);
  auto feed = [size, end = std::move(pipe.write)]() mutable {
    const UniqueFd closed_behind_the_last = std::move(end);  // a future keeps what it was made of
    return feed_pipe(closed_behind_the_last, size);
  };
  return {std::async(std::launch::async, std::move(feed)), std::move(pipe.read)};
}

TransferEnd from_socket(const Setting& /*setting*/, std::size_t size) {
  auto [program, ours] = socket_pair();
  auto feed = [size, end = std::move(ours)]() mutable {
    const UniqueFd closed_behind_the_last = std::move(end);
    return feed_socket(closed_behind_the_last, size);
  };
  return {std::async(std::launch::async, std::move(feed)), std::move(program)};
}

TransferEnd to_nothing(const Setting& /*setting*/, std::size_t size) {
  return {std::async(std::launch::deferred, [size] { return size; }), test::open_file("/dev/null", O_WRONLY)};
}

/// The path is removed: the file goes with its descriptors.
TransferEnd to_file_in(const std::string& directory) {
  const std::string path = directory + "/netkit-bench-copy." + std::to_string(::getpid());
  UniqueFd file = test::open_file(path, O_WRONLY | O_CREAT | O_TRUNC);
  ::unlink(path.c_str());
  auto size_of = [again = UniqueFd(::fcntl(file.get(), F_DUPFD_CLOEXEC, 0))] {
    struct stat status{};
    ::fstat(again.get(), &status);
    return static_cast<std::size_t>(status.st_size);
  };
  return {std::async(std::launch::deferred, std::move(size_of)), std::move(file)};
}

TransferEnd to_file(const Setting& setting, std::size_t /*size*/) {
  return to_file_in(setting.files);
}

TransferEnd to_tmpfs(const Setting& /*setting*/, std::size_t /*size*/) {
  return to_file_in("/dev/shm");
}

TransferEnd to_pipe(const Setting& /*setting*/, std::size_t /*size*/) {
  test::Pipe pipe = test::pipe_between_children();
  enlarge(pipe.read);
  return {std::async(std::launch::async, [end = std::move(pipe.read)] { return drain_pipe(end); }),
          std::move(pipe.write)};
}

TransferEnd to_socket(const Setting& /*setting*/, std::size_t /*size*/) {
  auto [program, ours] = socket_pair();
  return {std::async(std::launch::async, [end = std::move(ours)] { return drain_socket(end); }),
          std::move(program)};
}

const TransferKind all_sources[] = {{"file", from_file}, {"pipe", from_pipe}, {"socket", from_socket}};
const TransferKind all_sinks[] = {{"/dev/null", to_nothing},
                                  {"file", to_file},
                                  {"file in memory", to_tmpfs},
                                  {"pipe", to_pipe},
                                  {"socket", to_socket}};

}  // namespace

std::span<const TransferKind> sources() {
  return all_sources;
}

std::span<const TransferKind> sinks() {
  return all_sinks;
}

}  // namespace netkit::bench
