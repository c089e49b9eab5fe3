// SPDX-License-Identifier: MIT
#pragma once

#include "cli/option/location.h"
#include "cli/option/settings.h"

namespace netkit::cli {

/// The connection that `listen --to ENDPOINT` makes for each client: what connect would be given for it.
struct Target {
  Settings settings;
  Location location;
};

/// Whether the target of --to is a path.
bool is_path_target(const Settings& listen);
/// Whether it is reached by TLS: --to tls:ENDPOINT.
bool has_tls_target(const Settings& listen);

/// What connect would be given for the targets of --proxy-server.
Settings settings_for_targets(const Settings& listen);

/// Throws UsageError for an ENDPOINT that is none.
Target target_of(const Settings& listen);

}  // namespace netkit::cli
