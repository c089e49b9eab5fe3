// SPDX-License-Identifier: MIT
#include "cli/text/operands.h"

#include <fmt/core.h>
#include <netkit/loop/uv_error.h>
#include <unistd.h>

namespace netkit::cli {
namespace {

/// Returns the error if stdin could not be read to its end. Stops if `output` has failed.
std::error_code each_line_of_stdin(Output& output, const std::function<void(const Line& line)>& use) {
  LineReader lines(STDIN_FILENO);
  bool more = true;
  while (more && output.flush()) {
    more = lines.fill();
    while (const auto line = lines.next()) {
      use(*line);
      if (!output.flush_if_full()) return {};
    }
  }
  return lines.error();
}

}  // namespace

std::optional<Exit> each_operand(const std::vector<std::string>& operands, Output& output,
                                 const std::function<void(const Line& line)>& use) {
  std::error_code unread;
  for (const std::string& operand : operands) {
    if (operand == "-") {
      unread = each_line_of_stdin(output, use);
    } else {
      use({operand});
    }
    if (output.error() || unread) break;
  }
  output.flush();
  if (output.error()) return local_failure("write", output.error(), "stdout");
  if (unread) return local_failure("read", unread, "stdin");
  return std::nullopt;
}

}  // namespace netkit::cli
