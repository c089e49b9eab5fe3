// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/tls/engine/tls_engine.h>
#include <netkit/tls/engine/tls_options.h>

#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// The module that implements TLS with OpenSSL.
class TlsModule {
 public:
  using Made = std::expected<std::shared_ptr<const TlsContext>, TlsOptionError>;

  /// Reads the files that the options name.
  virtual Made context(const TlsOptions& options) const noexcept = 0;
  /// By "MD5", "SHA-256" or another that OpenSSL knows, in hexadecimal digits of lower case; empty for one
  /// that it does not know.
  virtual std::string hash(std::string_view algorithm, std::string_view data) const noexcept = 0;
  virtual std::string version() const noexcept = 0;  ///< "OpenSSL 3.0.15 3 Sep 2024"

 protected:
  ~TlsModule() = default;
};

/// Loads the module with dlopen(3) when it is first called, and never unloads it. Any thread. Error: one
/// line that says why there is none.
std::expected<const TlsModule*, std::string> load_tls();

// Example:
//
//     if (const auto tls = load_tls()) {
//       TlsOptions options;
//       options.role = TlsOptions::Role::server;
//       options.own_names = {"localhost"};
//       const auto context = (*tls)->context(options);
//       assert(context && (*context)->certificate()->pin.starts_with("sha256//"));
//     }

}  // namespace netkit
