// SPDX-License-Identifier: MIT
#include "cli/session/retries.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace netkit::cli {
namespace {

constexpr std::chrono::milliseconds longest_delay{5000};

constexpr std::array<std::string_view, 15> passing_failures{
    "ECONNREFUSED", "ETIMEDOUT",     "ECONNRESET", "ECONNABORTED", "EAGAIN",  // the server is not ready
    "ENOENT",                                                                 // no socket file yet
    "ENOTFOUND",    "EAI_AGAIN",                                              // no such name yet
    "EHOSTUNREACH", "ENETUNREACH",   "ENETDOWN",   "EHOSTDOWN",               // no route yet
    "EADDRINUSE",   "EADDRNOTAVAIL", "ENOBUFS",                               // no port or memory of ours
};

}  // namespace

bool may_pass(const Error& error) {
  if (!error.errors.empty()) return std::ranges::any_of(error.errors, may_pass);
  return std::ranges::find(passing_failures, error.name) != passing_failures.end();
}

std::optional<Retries::Duration> Retries::next(Duration passed, double random) {
  if (!policy_.times && !policy_.period) return std::nullopt;
  if (policy_.times && made_ >= *policy_.times) return std::nullopt;
  if (policy_.period && passed >= *policy_.period) return std::nullopt;
  ++made_;
  const double share = 0.5 + random / 2;
  Duration wait(static_cast<Duration::rep>(static_cast<double>(delay_.count()) * share));
  delay_ = std::clamp(delay_ * 2, Duration(1), std::max(longest_delay, policy_.first_delay));
  // The last try is made when the time is up.
  if (policy_.period) wait = std::min(wait, *policy_.period - passed);
  return wait;
}

}  // namespace netkit::cli
