// SPDX-License-Identifier: MIT
#include "cli/process/handed_over.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/option/values.h"
#include "cli/process/inherited_sockets.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

struct HandedOver {
  std::string giver;  // the option or variable
  int fd;
  bool to_write;
};

constexpr std::uint64_t largest_descriptor = 1 << 20;

// "fd:3" is a descriptor; stderr is one too, though it was not named.
std::optional<HandedOver> events_descriptor(const std::string& to) {
  if (to.empty()) return HandedOver{"--events", STDERR_FILENO, false};
  if (!to.starts_with("fd:")) return std::nullopt;
  const auto fd = parse_count(std::string_view(to).substr(3), largest_descriptor);
  if (!fd) throw UsageError(fmt::format("--events: '{}' is not a descriptor; write fd:N", to));
  return HandedOver{"--events", static_cast<int>(*fd), true};
}

bool uses_listen_fds(const Settings& settings) {
  const bool listens = settings.command == "listen" || settings.command == "echo";
  return listens && settings.operands.empty() && !settings.common.unix_path && !settings.common.fd;
}

std::vector<HandedOver> all_of(const Settings& settings) {
  std::vector<HandedOver> all;
  if (settings.common.fd) all.push_back({"--fd", *settings.common.fd, false});
  if (uses_listen_fds(settings)) {
    for (const int fd : inherited_sockets()) all.push_back({"LISTEN_FDS", fd, false});
  }
  if (settings.common.events) {
    if (auto events = events_descriptor(*settings.common.events)) all.push_back(std::move(*events));
  }
  if (settings.server.ready_fd) all.push_back({"--ready-fd", *settings.server.ready_fd, true});
  return all;
}

void claim(const HandedOver& one) {
  const int flags = ::fcntl(one.fd, F_GETFL);
  if (flags < 0) throw UsageError(fmt::format("{}: {} is not an open descriptor", one.giver, one.fd));
  if (one.to_write && (flags & O_ACCMODE) == O_RDONLY) {
    throw UsageError(fmt::format("{}: descriptor {} cannot be written; open it for writing, as in {}> FILE",
                                 one.giver, one.fd, one.fd));
  }
  if (one.fd > STDERR_FILENO) ::fcntl(one.fd, F_SETFD, FD_CLOEXEC);
}

void refuse_second_use(const std::vector<HandedOver>& all, std::size_t index) {
  const HandedOver& one = all[index];
  for (std::size_t i = 0; i < index; ++i) {
    if (all[i].fd != one.fd) continue;
    throw UsageError(
        fmt::format("{} and {} both have descriptor {}; give each its own", all[i].giver, one.giver, one.fd));
  }
}

}  // namespace

void claim_handed_over(const Settings& settings) {
  const std::vector<HandedOver> all = all_of(settings);
  for (std::size_t i = 0; i < all.size(); ++i) {
    claim(all[i]);
    refuse_second_use(all, i);
  }
}

}  // namespace netkit::cli
