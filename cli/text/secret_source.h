// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace netkit::cli {

/// Whether the text means a descriptor: "fd:N".
bool is_descriptor(std::string_view source);

/// The first line of a file, or of a descriptor, which is then closed; without the newline. At most 4 KiB are
/// read. Throws UsageError, which names `option`.
std::string first_line(std::string_view option, const std::string& source);

/// All of a file, or of a descriptor, which is then closed; at most `longest` bytes. Throws as first_line().
std::string read_source(std::string_view option, const std::string& source, std::size_t longest);

}  // namespace netkit::cli
