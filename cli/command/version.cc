// SPDX-License-Identifier: MIT
#include "cli/command/version.h"

#include <fmt/core.h>
#include <netkit/addr/special_purpose.h>
#include <netkit/loop/system.h>
#include <netkit/tls/engine/load_tls.h>
#include <spdlog/version.h>

#include "cli/option/parse.h"

#ifdef __clang__
#define NETKIT_COMPILER "clang " __clang_version__
#else
#define NETKIT_COMPILER "GCC " __VERSION__
#endif

namespace netkit::cli {
namespace {

/// What may differ from build to build, and matters where something goes wrong.
std::string features() {
  std::string names;
#ifdef NETKIT_HAS_STATIC_LIBRARIES
  names += " static-libraries";
#endif
#ifdef __linux__
  names += " splice abstract-sockets";
#endif
#ifdef __PIE__
  names += " pie";
#endif
#if defined(__SSP__) || defined(__SSP_STRONG__) || defined(__SSP_ALL__)
  names += " stack-protector";
#endif
#if defined(_FORTIFY_SOURCE) && _FORTIFY_SOURCE > 0
  names += fmt::format(" fortify={}", _FORTIFY_SOURCE);
#endif
#ifdef __SANITIZE_ADDRESS__
  names += " address-sanitizer";
#endif
#ifdef __SANITIZE_THREAD__
  names += " thread-sanitizer";
#endif
#ifndef NDEBUG
  names += " assertions";
#endif
  return names.empty() ? " none" : names;
}

std::string tls_version() {
  const auto tls = load_tls();
  return tls ? (*tls)->version() : "no TLS: " + tls.error();
}

}  // namespace

std::string version_text(Versions which) {
  std::string text = "netkit " NETKIT_VERSION "\n";
  if (which == Versions::netkit) return text;
  text += fmt::format("IANA special-purpose address registries {}\n", special_purpose_registry_date);
  text += fmt::format("libuv {}\n", libuv_version());
  text += fmt::format("CLI11 {}\n", parser_version());
  text += fmt::format("spdlog {}.{}.{}\n", SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH);
  text += fmt::format("fmt {}.{}.{}\n", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100);
  text += tls_version() + '\n';
  text += "compiler " NETKIT_COMPILER "\n";
  text += fmt::format("features{}\n", features());
  return text;
}

}  // namespace netkit::cli
