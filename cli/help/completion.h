// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "cli/help/command_outline.h"
#include "cli/option/value_hint.h"

namespace netkit::cli {

// Scripts by which a shell completes what is typed behind "netkit", for it to source. All of them offer the
// commands, verbs and options that --help has, and the values and operands that a ValueHint knows of.

/// For bash 4.4 or later; without the package bash-completion as well.
std::string bash_completion(std::span<const CommandOutline> commands);
/// For zsh with compinit: to be sourced, or to be put into $fpath as _netkit.
std::string zsh_completion(std::span<const CommandOutline> commands);
/// For fish 3 or later.
std::string fish_completion(std::span<const CommandOutline> commands);

/// What stands behind the name of the command and is not an option, as its usage has it.
ValueHint operands_of(const CommandInfo& command);

}  // namespace netkit::cli
