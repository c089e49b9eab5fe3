// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <grp.h>
#include <netkit/base/ascii.h>
#include <pwd.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

/// The highest is no one's (credentials(7)).
constexpr std::uint64_t highest_id = std::numeric_limits<std::uint32_t>::max() - 1;

uid_t user_value(const Option& option, std::string_view value) {
  if (is_number(value)) return static_cast<uid_t>(count_value(option, value, 0, highest_id));
  const passwd* const found = ::getpwnam(std::string(value).c_str());
  if (found == nullptr) throw UsageError(fmt::format("{}: there is no user '{}'", option.name, value));
  return found->pw_uid;
}

gid_t group_value(const Option& option, std::string_view value) {
  if (is_number(value)) return static_cast<gid_t>(count_value(option, value, 0, highest_id));
  const group* const found = ::getgrnam(std::string(value).c_str());
  if (found == nullptr) throw UsageError(fmt::format("{}: there is no group '{}'", option.name, value));
  return found->gr_gid;
}

constexpr Option rows[] = {
    {.name = "--allow-user",
     .takes = Takes::value,
     .metavar = "USER",
     .help = "on a Unix socket: accept only clients of this user (name or number)",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.server.peers.users.push_back(user_value(option, value)); },
     .needs = Needs::stream,
     .repeatable = true},
    {.name = "--allow-group",
     .takes = Takes::value,
     .metavar = "GROUP",
     .help = "on a Unix socket: accept only clients of this group (name or number)",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.server.peers.groups.push_back(group_value(option, value)); },
     .needs = Needs::stream,
     .repeatable = true},
};

}  // namespace

constinit const std::span<const Option> peer_options = rows;

}  // namespace netkit::cli
