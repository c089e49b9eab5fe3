// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <netkit/blocklist/list_file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace netkit {

// errors, EINTR, EAGAIN
Result<ListSummary> read_list(const std::string& path, ListSink& sink, const ListOptions& options) {
  const int fd = path == "-" ? 0 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  Error error;
  if (fd < 0) {
    error.code = std::error_code(errno, std::generic_category());
    error.message = "open: " + error.code.message() + " " + path;
    return std::unexpected(error);
  }
  ListReader reader(sink, options);
  std::array<char, 65536> buffer;
  while (true) {
    const ssize_t size = ::read(fd, buffer.data(), buffer.size());
    if (size <= 0) break;
    reader.read({buffer.data(), static_cast<std::size_t>(size)});
  }
  if (fd > 0) ::close(fd);
  return reader.finish();
}

}  // namespace netkit
