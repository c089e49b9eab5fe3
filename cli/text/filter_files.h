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

/// Passes the files through the filter, one after the other; "-" is stdin. Writes what was found before it
/// waits for more input. Stops if the output cannot be written (see Output::error()). Returns the files that
/// could not be read.
std::vector<UnreadFile> filter_files(const std::vector<std::string>& files, LineFilter& filter,
                                     Output& output);

}  // namespace netkit::cli
