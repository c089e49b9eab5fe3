// SPDX-License-Identifier: MIT
#include <limits>

#include "cli/option/option_groups.h"
#include "cli/option/option_rows.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

constexpr std::uint64_t most_int = std::numeric_limits<int>::max();

}  // namespace

void set_family(CommonSettings& common, Family family) {
  if (common.family && *common.family != family) throw UsageError("-4 and -6 exclude each other");
  common.family = family;
}

OptionGroup where_group(Settings& s) {
  CommonSettings& common = s.common;
  const auto tcp = [&common](OptionRow row) {
    return noted(noted(std::move(row), common.tcp_only), common.new_socket_only);
  };
  return {
      "Location:",
      {tcp(action("-4,--ipv4", "IPv4 only", [&common] { set_family(common, Family::ipv4); })),
       tcp(action("-6,--ipv6", "IPv6 only", [&common] { set_family(common, Family::ipv6); })),
       text("-U,--unix", "PATH", "Unix-domain socket; @NAME is an abstract one",
            [&common](std::string_view value) { common.unix_path = value; }),
       text("--fd", "N", "the socket that is our descriptor N already", [&common](std::string_view value) {
         common.fd = static_cast<int>(count_value("--fd", value, 0, most_int));
       })}};
}

}  // namespace netkit::cli
