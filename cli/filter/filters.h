// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/stream/stream.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "cli/filter/stream_filter.h"

namespace netkit::cli {

class Run;

/// Each before the one ahead of it in the list; the handler uses the last.
using Filters = std::vector<std::unique_ptr<StreamFilter>>;

/// What the options put between a session's connection and its handler.
Filters make_filters(Run& run, Stream& connection, std::int64_t session);

}  // namespace netkit::cli
