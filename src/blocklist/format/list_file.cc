// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/list_file.h>

#include <fcntl.h>
#include <netkit/base/ascii.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

namespace netkit {
namespace {

constexpr std::size_t block_size = 262'144;

/// The error of a failed step on this path, from errno.
Error file_error(const char* syscall, const std::string& path) {
  Error error;
  error.code = std::error_code(errno, std::generic_category());
  const char* const name = ::strerrorname_np(errno);
  error.name = name != nullptr ? name : std::to_string(errno);
  error.syscall = syscall;
  error.address = path;
  std::string reason = error.code.message();
  if (!reason.empty()) reason[0] = to_lower(reason[0]);
  error.message = error.syscall + ' ' + error.name + ": " + reason + ' ' + path;
  return error;
}

/// Closes the descriptor, unless it is stdin.
class Input {
 public:
  explicit Input(const std::string& path) {
    if (path == "-") return;
    do {
      fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    } while (fd_ < 0 && errno == EINTR);
    is_ours_ = fd_ >= 0;
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() {
    if (is_ours_) ::close(fd_);
  }

  bool is_open() const noexcept { return fd_ >= 0; }

  /// Waits for bytes; 0 at the end, -1 with errno.
  ssize_t read(std::vector<char>& block) const {
    while (true) {
      const ssize_t size = ::read(fd_, block.data(), block.size());
      if (size >= 0) return size;
      if (errno == EAGAIN) {
        pollfd wanted{fd_, POLLIN, 0};
        ::poll(&wanted, 1, -1);
      } else if (errno != EINTR) {
        return -1;
      }
    }
  }

 private:
  int fd_ = STDIN_FILENO;
  bool is_ours_ = false;
};

}  // namespace

Result<ListSummary> read_list(const std::string& path, ListSink& sink, const ListOptions& options) {
  const Input input(path);
  if (!input.is_open()) return std::unexpected(file_error("open", path));
  ListReader reader(sink, options);
  std::vector<char> block(block_size);
  while (true) {
    const ssize_t size = input.read(block);
    if (size < 0) return std::unexpected(file_error("read", path));
    if (size == 0) return reader.finish();
    reader.read({block.data(), static_cast<std::size_t>(size)});
  }
}

ListSummary read_list_text(std::string_view text, ListSink& sink, const ListOptions& options) {
  ListReader reader(sink, options);
  reader.read(text);
  return reader.finish();
}

}  // namespace netkit
