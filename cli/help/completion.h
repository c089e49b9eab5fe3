// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "cli/command/command_row.h"
#include "cli/option/settings.h"
#include "cli/option/value_hint.h"

namespace netkit::cli {

// Scripts with which a shell completes what is typed after "netkit". The user sources them. All of them offer
// the commands, verbs and options that --help has, and the values and operands that a ValueHint knows.

/// The one for this shell.
std::string completion_script(Shell shell, std::span<const CommandRow> commands);

/// For bash 4.4 or later; without the package bash-completion as well.
std::string bash_completion(std::span<const CommandRow> commands);
/// For zsh with compinit: to be sourced, or to be put into $fpath as _netkit.
std::string zsh_completion(std::span<const CommandRow> commands);
/// For fish 3 or later.
std::string fish_completion(std::span<const CommandRow> commands);

/// What stands behind the name of the command and is not an option, as its usage has it.
ValueHint operands_of(const CommandRow& command);

}  // namespace netkit::cli
