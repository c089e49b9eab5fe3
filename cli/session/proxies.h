// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/proxy/machine/proxy_dialogue.h>
#include <netkit/tls/engine/tls_engine.h>

#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "cli/option/settings.h"

namespace netkit::cli {

/// The host as a proxy is given it: in ASCII, without a zone. Error: it cannot be given to this proxy.
std::expected<Host, std::string> host_for_proxy(const ProxyUrl& proxy, const Host& host);

/// The proxies on the way to the target of a run.
class Proxies {
 public:
  /// A proxy, and what it is asked for.
  struct Proxy {
    ProxyUrl url;
    ProxyTarget target;                     ///< the next proxy, or what the user asks for
    std::shared_ptr<const TlsContext> tls;  ///< of https; null: plain
  };

  /// Reads the file of credentials and the environment, if the settings say so. Throws UsageError.
  explicit Proxies(const Settings& settings);

  /// The nearest first.
  const std::vector<Proxy>& all() const { return proxies_; }

 private:
  std::vector<Proxy> proxies_;
};

}  // namespace netkit::cli
