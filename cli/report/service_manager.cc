// SPDX-License-Identifier: MIT
#include "cli/report/service_manager.h"

#include <fmt/core.h>
#include <netkit/loop/uv_error.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace netkit::cli {
namespace {

constexpr const char* variable = "NOTIFY_SOCKET";

std::string take_variable() {
  const char* const value = std::getenv(variable);
  std::string text = value == nullptr ? "" : value;
  ::unsetenv(variable);
  return text;
}

// Takes "/run/systemd/notify", or "@name" for an abstract socket. No descriptor, and errno, on failure.
UniqueFd connect_to(const std::string& name) {
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  if (name.size() >= sizeof(to.sun_path)) {
    errno = ENAMETOOLONG;
    return {};
  }
  name.copy(to.sun_path, name.size());
  if (name.front() == '@') to.sun_path[0] = '\0';
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), length) != 0) return {};
  return socket;
}

}  // namespace

ServiceManager::ServiceManager(const Report& report) : report_(report), name_(take_variable()) {
  if (name_.empty()) return;
  socket_ = connect_to(name_);
  if (!socket_) {
    report_failure(errno_error(errno));
    return;
  }
  writer_.emplace(socket_.get(), LineWriter::Options{
                                     [](std::uint64_t) { return std::string(); },
                                     [this](std::error_code cause) { report_failure(cause); },
                                 });
}

void ServiceManager::reloading() {
  using namespace std::chrono;
  const auto now = duration_cast<microseconds>(steady_clock::now().time_since_epoch());
  notify(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", now.count()));
}

void ServiceManager::notify(std::string_view state) {
  if (writer_) writer_->write(std::string(state));
}

void ServiceManager::report_failure(std::error_code cause) const {
  report_.say(1, fmt::format("{}: cannot notify '{}': {}", variable, name_, cause.message()));
}

}  // namespace netkit::cli
