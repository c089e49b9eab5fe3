// SPDX-License-Identifier: MIT
#include "cli/session/peer_rules.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace netkit::cli {
namespace {

std::vector<gid_t> supplementary_groups(int fd) {
  constexpr std::size_t usual_number = 64;
  std::vector<gid_t> groups(usual_number);
  while (true) {
    auto length = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
    const bool known = ::getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &length) == 0;
    if (!known && errno != ERANGE) return {};
    groups.resize(length / sizeof(gid_t));
    if (known) return groups;
  }
}

template <typename Id>
bool contains(const std::vector<Id>& ids, Id id) {
  return std::ranges::find(ids, id) != ids.end();
}

}  // namespace

bool may_connect(const PeerSettings& allowed, const Connection& connection) {
  if (allowed.empty()) return true;
  const auto peer = connection.peer_credentials();
  if (!peer) return false;
  if (contains(allowed.users, peer->user) || contains(allowed.groups, peer->group)) return true;
  if (allowed.groups.empty()) return false;
  return std::ranges::any_of(supplementary_groups(connection.descriptor()),
                             [&](gid_t group) { return contains(allowed.groups, group); });
}

}  // namespace netkit::cli
