// SPDX-License-Identifier: MIT
#include "cli/text/filter_files.h"

#include <fcntl.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/loop/uv_error.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <span>

namespace netkit::cli {
namespace {

/// Like read(2), but waits if the descriptor is non-blocking.
ssize_t read_some(int fd, std::span<char> buffer) {
  while (true) {
    const ssize_t size = ::read(fd, buffer.data(), buffer.size());
    if (size >= 0 || (errno != EAGAIN && errno != EINTR)) return size;
    pollfd readable{fd, POLLIN, 0};
    if (errno == EAGAIN) (void)::poll(&readable, 1, -1);
  }
}

/// Returns the error if the descriptor could not be read to its end.
std::error_code filter_descriptor(int fd, LineFilter& filter, Output& output) {
  std::vector<char> buffer(std::size_t{256} << 10);
  while (output.flush()) {
    const ssize_t size = read_some(fd, buffer);
    if (size < 0) return errno_error(errno);
    if (size == 0) break;
    filter.read({buffer.data(), static_cast<std::size_t>(size)});
  }
  return {};
}

}  // namespace

std::vector<UnreadFile> filter_files(const std::vector<std::string>& files, LineFilter& filter,
                                     Output& output) {
  std::vector<UnreadFile> unread;
  for (const std::string& name : files) {
    const UniqueFd file(name == "-" ? -1 : ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (name != "-" && !file) {
      unread.push_back({"open", errno_error(errno), name});
      continue;
    }
    const std::error_code error = filter_descriptor(file ? file.get() : STDIN_FILENO, filter, output);
    if (error) unread.push_back({"read", error, file ? name : "stdin"});
    filter.finish();
    if (!output.flush()) break;
  }
  return unread;
}

}  // namespace netkit::cli
