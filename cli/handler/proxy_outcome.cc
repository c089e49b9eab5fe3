// SPDX-License-Identifier: MIT
#include "cli/handler/proxy_outcome.h"

#include <netkit/base/net_errc.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace netkit::cli {
namespace {

/// Of several addresses the first that was tried decides: those that are refused were not.
const Error& deciding(const Error& error) {
  const auto tried =
      std::ranges::find_if(error.errors, [](const Error& one) { return one.code != NetErrc::ip_blocked; });
  if (tried != error.errors.end()) return *tried;
  return error.errors.empty() ? error : error.errors.front();
}

}  // namespace

ProxyOutcome outcome_of(const Error& error) {
  constexpr std::array<std::pair<std::errc, ProxyOutcome>, 6> outcomes{
      {{std::errc::timed_out, ProxyOutcome::timed_out},
       {std::errc::connection_refused, ProxyOutcome::refused},
       {std::errc::connection_reset, ProxyOutcome::refused},
       {std::errc::network_unreachable, ProxyOutcome::network_unreachable},
       {std::errc::host_unreachable, ProxyOutcome::host_unreachable},
       {std::errc::address_family_not_supported, ProxyOutcome::no_address}}};
  const Error& one = deciding(error);
  if (one.code == NetErrc::ip_blocked) return ProxyOutcome::denied;
  for (const auto& [code, outcome] : outcomes) {
    if (one.code == code) return outcome;
  }
  return one.syscall == "getaddrinfo" ? ProxyOutcome::unknown_host : ProxyOutcome::failed;
}

}  // namespace netkit::cli
