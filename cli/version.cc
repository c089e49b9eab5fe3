// SPDX-License-Identifier: MIT
#include "cli/version.h"

#include <fmt/core.h>
#include <netkit/addr/special_purpose.h>
#include <netkit/io/versions.h>
#include <spdlog/version.h>

#include <CLI/Version.hpp>

namespace netkit::cli {

std::string version_text(Versions which) {
  std::string text = "netkit " NETKIT_VERSION "\n";
  if (which == Versions::netkit) return text;
  text += fmt::format("IANA special-purpose address registries {}\n", special_purpose_registry_date);
  text += fmt::format("libuv {}\n", libuv_version());
  text += "CLI11 " CLI11_VERSION "\n";
  text += fmt::format("spdlog {}.{}.{}\n", SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH);
  text += fmt::format("fmt {}.{}.{}\n", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100);
  return text;
}

}  // namespace netkit::cli
