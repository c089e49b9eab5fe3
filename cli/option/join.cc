// SPDX-License-Identifier: MIT
#include "cli/option/join.h"

#include <fmt/core.h>

#include "cli/report/usage_error.h"

namespace netkit::cli {

void join(Settings& settings, const Option& option, Joined to, std::string_view value) {
  JoinSettings& join = settings.join;
  if (!join.option.empty() && join.option != option.name)
    throw UsageError(fmt::format("{} and {} exclude each other", join.option, option.name));
  join.to = to;
  join.option = option.name;
  join.value = value;
}

void join_nothing(Settings& settings, const Option& option) {
  if (settings.join.to != Joined::nothing) join(settings, option, Joined::nothing);
}

}  // namespace netkit::cli
