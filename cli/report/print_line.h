// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/report/line_writer.h"

namespace netkit::cli {

/// Writes a line to stderr, preceded by "netkit: ". Control characters and invalid UTF-8 are shown as \xHH.
/// May be used by any thread.
void print_line(std::string_view line);

/// What print_line() writes with.
LineWriter& message_writer();

}  // namespace netkit::cli
