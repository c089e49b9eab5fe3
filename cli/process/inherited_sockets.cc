// SPDX-License-Identifier: MIT
#include "cli/process/inherited_sockets.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <netkit/loop/stand_in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <numeric>
#include <string>
#include <string_view>

#include "cli/option/values.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

constexpr int first_inherited = 3;
constexpr std::uint64_t most_inherited = 1 << 20;

std::string_view variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

}  // namespace

std::vector<int> inherited_sockets() {
  if (variable("LISTEN_PID") != std::to_string(::getpid())) return {};
  const std::string_view text = variable("LISTEN_FDS");
  const auto count = parse_count(text, most_inherited);
  if (!count)
    throw UsageError(fmt::format("LISTEN_FDS: '{}' is not a number in 0..{}", text, most_inherited));
  std::vector<int> descriptors(*count);
  std::iota(descriptors.begin(), descriptors.end(), first_inherited);
  return descriptors;
}

void forget_inherited_sockets() {
  for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) ::unsetenv(name);
}

RestoreBlocking::RestoreBlocking(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags >= 0 && (flags & O_NONBLOCK) == 0) fd_.reset(::fcntl(fd, F_DUPFD_CLOEXEC, first_inherited));
}

RestoreBlocking::~RestoreBlocking() {
  if (fd_) ::fcntl(fd_.get(), F_SETFL, ::fcntl(fd_.get(), F_GETFL) & ~O_NONBLOCK);
}

std::string unix_name_of(int fd) {
  sockaddr_un name{};
  socklen_t length = sizeof(name);
  constexpr socklen_t start = offsetof(sockaddr_un, sun_path);
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &length) != 0) return {};
  if (name.sun_family != AF_UNIX || length <= start) return {};
  const std::string_view bytes(name.sun_path, length - start);
  if (bytes.front() == '\0') return "@" + std::string(bytes.substr(1));
  return std::string(bytes.substr(0, bytes.find('\0')));
}

UniqueFd claim_descriptor(int fd) {
  UniqueFd taken(::fcntl(fd, F_DUPFD_CLOEXEC, first_inherited));
  if (!taken) return taken;
  if (fd >= first_inherited) {
    ::close(fd);
  } else {
    const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!null || ::dup2(null.get(), fd) < 0) put_stand_in(fd);
  }
  return taken;
}

}  // namespace netkit::cli
