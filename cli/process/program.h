// SPDX-License-Identifier: MIT
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "cli/report/exit_status.h"

namespace netkit::cli {

/// A program to run for connections.
struct Program {
  std::string file;                ///< its path
  std::vector<std::string> words;  ///< argv, as the user wrote it

  const std::string& name() const { return words.front(); }
};

/// Looks the first of `words` up in PATH, unless it has a slash. The error says why it cannot run, with
/// status 127 if it does not exist, else 126.
std::expected<Program, Exit> find_program(std::vector<std::string> words);

/// The result of a run whose program cannot be started: `exec ENOENT: no such file or directory NAME`.
Exit cannot_execute(const std::string& name, std::error_code cause);

}  // namespace netkit::cli
