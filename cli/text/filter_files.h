// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <system_error>
#include <vector>

#include "cli/report/output.h"
#include "cli/text/line_filter.h"

namespace netkit::cli {

/// A file that could not be read, or not to its end.
struct UnreadFile {
  const char* step;  ///< "open" or "read"
  std::error_code error;
  std::string name;  ///< "stdin" for "-"
};

/// Reads these files, one after the other, through the filter; "-" is stdin. What has been found is written
/// before more is waited for. Ends early where the output cannot be written, which the output tells.
std::vector<UnreadFile> filter_files(const std::vector<std::string>& files, LineFilter& filter,
                                     Output& output);

}  // namespace netkit::cli
