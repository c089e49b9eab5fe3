// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/result.h>
#include <netkit/blocklist/list_reader.h>

#include <string>

namespace netkit {

/// Reads the list in a file, a pipe, or whatever else the path names; "-" is stdin. Blocks until its end. The
/// error is the system's: "open ENOENT: ...", "read EISDIR: ...".
Result<ListSummary> read_list(const std::string& path, ListSink& sink, const ListOptions& options = {});

}  // namespace netkit
