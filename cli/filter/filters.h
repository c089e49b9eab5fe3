// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/stream/connection.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "cli/filter/stream_filter.h"

namespace netkit::cli {

class Run;

/// In order from the connection to the handler: each filter is in front of the one before it in the list, and
/// the handler uses the last.
using Filters = std::vector<std::unique_ptr<StreamFilter>>;

/// Makes the filters that the options ask for.
Filters make_filters(Run& run, Connection& connection, std::int64_t session);

}  // namespace netkit::cli
