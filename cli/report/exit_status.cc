// SPDX-License-Identifier: MIT
#include "cli/report/exit_status.h"

#include <fmt/core.h>
#include <netkit/base/net_errc.h>
#include <netkit/loop/uv_error.h>

#include <algorithm>
#include <array>
#include <new>
#include <string_view>
#include <system_error>

namespace netkit::cli {
namespace {

ExitStatus connect_status(const Error& error) {
  if (error.syscall == "getaddrinfo") return ExitStatus::resolve;
  constexpr std::array<std::string_view, 11> refusals{
      "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN", "ENETDOWN",   "ENOENT",
      "ENOTDIR",      "EACCES",       "EPERM",       "EAGAIN",    "EPROTOTYPE",
  };
  if (std::ranges::find(refusals, error.name) != refusals.end()) return ExitStatus::refused;
  if (error.code == NetErrc::ip_blocked || error.code == NetErrc::proxy_denied) return ExitStatus::blocked;
  if (error.code == NetErrc::proxy_unreachable) return ExitStatus::refused;
  if (error.code == std::errc::timed_out) return ExitStatus::connect_timeout;
  if (error.syscall == "tls") return ExitStatus::tls;
  return error.code == std::errc::connection_reset ? ExitStatus::reset : ExitStatus::failed;
}

const Error& deciding(const Error& error) {
  const auto tried =
      std::ranges::find_if(error.errors, [](const Error& each) { return each.code != NetErrc::ip_blocked; });
  return tried == error.errors.end() ? error : *tried;
}

}  // namespace

std::string_view cause_text(ExitStatus status) {
  switch (status) {
    case ExitStatus::ok:
      return "ok";
    case ExitStatus::failed:
      return "failed";
    case ExitStatus::usage:
      return "usage";
    case ExitStatus::resolve:
      return "resolve";
    case ExitStatus::refused:
      return "refused";
    case ExitStatus::connect_timeout:
      return "connect-timeout";
    case ExitStatus::idle_timeout:
      return "idle-timeout";
    case ExitStatus::reset:
      return "reset";
    case ExitStatus::tls:
      return "tls";
    case ExitStatus::blocked:
      return "blocked";
    case ExitStatus::listen:
      return "listen";
    case ExitStatus::local_io:
      return "local-io";
    case ExitStatus::max_time:
      return "max-time";
    case ExitStatus::signal:
      return "signal";
    case ExitStatus::exec:
      return "exec";
  }
  return "failed";
}

Exit connect_failure(const Error& error) {
  Exit exit{connect_status(deciding(error)), {}};
  if (error.errors.empty()) exit.lines.push_back(error.message);
  for (const Error& each : error.errors) exit.lines.push_back(each.message);
  return exit;
}

Exit local_failure(std::string_view step, std::error_code code, std::string_view what) {
  Exit exit{ExitStatus::local_io, {}};
  if (code != std::errc::broken_pipe)
    exit.lines.push_back(fmt::format("{} {}: {} ({})", step, error_name(code), code.message(), what));
  return exit;
}

Exit local_failure(const std::exception& error) {
  const bool memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
  return {ExitStatus::local_io, {memory ? out_of_memory : error.what()}};
}

std::string lost_note(std::size_t undelivered) {
  if (undelivered == 0) return "";
  if (undelivered == 1) return "; up to 1 byte was not delivered";
  return fmt::format("; up to {} bytes were not delivered", undelivered);
}

}  // namespace netkit::cli
