// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/proxy/machine/proxy_url.h>

#include <string>
#include <string_view>
#include <vector>

namespace netkit::cli {

/// The users in a file, or in what comes by "fd:N", which is then closed: each line is USER:PASSWORD, empty,
/// or a comment that begins with '#'. At most 1 MiB are read. Throws UsageError, which names `option`, for a
/// line that is none of these, and if there is no user.
std::vector<ProxyCredentials> read_users(std::string_view option, const std::string& source);

}  // namespace netkit::cli
