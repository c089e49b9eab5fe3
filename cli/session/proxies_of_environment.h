// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/proxy/machine/proxy_dialogue.h>

#include <optional>
#include <string_view>

namespace netkit::cli {

/// The proxy that ALL_PROXY, else HTTPS_PROXY, names (small letters first), unless NO_PROXY names the target.
/// Throws UsageError if it is not the URL of a proxy.
std::optional<ProxyUrl> proxy_of_environment(const ProxyTarget& target);

/// Whether a list such as "localhost,.example.com,10.0.0.0/8" names the host: a name or what is below it, an
/// address, a network, or "*".
bool names_host(std::string_view no_proxy, const Host& host);

}  // namespace netkit::cli
