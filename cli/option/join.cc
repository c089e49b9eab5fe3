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

}  // namespace netkit::cli
