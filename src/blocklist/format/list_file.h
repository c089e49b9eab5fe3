// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/blocklist/format/list_reader.h>

#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// Reads a list from a file, a pipe or a device; the path "-" is stdin. Blocks until the end, even if the
/// descriptor has O_NONBLOCK. Faults go to the sink and are no error: the caller decides how many to accept.
/// Errors: "open ENOENT: no such file or directory PATH", "read EISDIR: is a directory PATH".
Result<ListSummary> read_list(const std::string& path, ListSink& sink, const ListOptions& options = {});

/// Reads a list from memory.
ListSummary read_list_text(std::string_view text, ListSink& sink, const ListOptions& options = {});

// Example:
//
//     struct Sink final : ListSink {
//       void on_rule(const Rule&, const ListPlace&, std::string_view) override {}
//       void on_fault(const ListFault&) override {}
//     } sink;
//     const ListSummary summary = read_list_text("add bad 10.0.0.0/8\nadd bad 10.0.0.1 nomatch\n", sink);
//     assert(summary.format == ListFormat::ipset && summary.rules == 1 && summary.faults == 1);
//     const auto missing = read_list("/nowhere", sink);
//     assert(missing.error().message == "open ENOENT: no such file or directory /nowhere");

}  // namespace netkit
