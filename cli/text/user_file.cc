// SPDX-License-Identifier: MIT
#include "cli/text/user_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>

#include "cli/report/usage_error.h"
#include "cli/text/secret_source.h"

namespace netkit::cli {

std::vector<ProxyCredentials> read_users(std::string_view option, const std::string& source) {
  constexpr std::size_t longest = std::size_t{1} << 20;
  const std::string text = read_source(option, source, longest);
  std::vector<ProxyCredentials> users;
  std::string_view rest = text;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    auto user = parse_proxy_credentials(line);
    if (!user || !user->password)
      throw UsageError(fmt::format("{}: {}:{}: not USER:PASSWORD", option, source, number));
    users.push_back(std::move(*user));
  }
  if (users.empty()) throw UsageError(fmt::format("{}: {}: has no USER:PASSWORD", option, source));
  return users;
}

}  // namespace netkit::cli
