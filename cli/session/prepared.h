// SPDX-License-Identifier: MIT
#pragma once

#include "cli/filter/copies.h"
#include "cli/session/access_rules.h"
#include "cli/session/proxies.h"
#include "cli/session/proxy_server.h"
#include "cli/session/tls.h"

namespace netkit::cli {

/// What is read, or opened, before any socket is bound or dialled. Each loop has a copy; SIGHUP has the rules
/// and certificates read again.
struct Prepared {
  AccessRules access;
  Copies copies;
  Tls tls;
  Proxies proxies;
  ProxyServer proxy_server;
};

}  // namespace netkit::cli
