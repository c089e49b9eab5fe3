// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace netkit::cli {

/// Whether the text means a descriptor: "fd:N".
bool is_descriptor(std::string_view source);

/// The first line of a file, or of a descriptor, which is then closed; without the newline. At most 4 KiB are
/// read. Throws UsageError, which names `option`.
std::string first_line(std::string_view option, const std::string& source);

}  // namespace netkit::cli
