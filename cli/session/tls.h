// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/proxy/machine/proxy_url.h>
#include <netkit/tls/engine/tls_engine.h>
#include <netkit/tls/engine/tls_options.h>

#include <memory>
#include <optional>
#include <string>

#include "cli/option/settings.h"
#include "cli/report/report.h"

namespace netkit::cli {

/// The TLS of a run, made of the files that the settings name.
class Tls {
 public:
  /// Loads OpenSSL if the settings ask for TLS, and warns of what is not safe. Throws UsageError.
  Tls(const Settings& settings, Report& report);

  /// With the clients of listen and echo; null: plain.
  const std::shared_ptr<const TlsContext>& clients() const { return clients_; }
  /// With what connect or --to connects to; null: plain.
  const std::shared_ptr<const TlsContext>& target() const { return target_; }
  /// The pin of the certificate that was made for this run.
  std::optional<std::string> ephemeral_pin() const;

  bool have_files() const;
  /// Reads the files again. Returns false, and changes nothing, if they are not good; that is reported.
  bool reload();
  void report_reloaded() const;

 private:
  void make();
  void read_passphrase();
  TlsOptions with_passphrase(TlsOptions options) const;

  const Settings* settings_;
  Report* report_;
  std::optional<std::string> passphrase_;
  std::shared_ptr<const TlsContext> clients_, target_;
};

/// For an https proxy. Throws UsageError.
std::shared_ptr<const TlsContext> proxy_context(const Settings& settings, const ProxyUrl& proxy);

}  // namespace netkit::cli
