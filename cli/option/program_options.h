// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "cli/help/command_outline.h"

namespace netkit::cli {

/// What netkit itself was asked for, without a command.
struct ProgramSettings {
  using Completion = std::string (*)(std::span<const CommandOutline> commands);

  bool version = false;
  bool verbose = false;
  Completion completion = nullptr;
};

OptionTable program_options(ProgramSettings& settings);

}  // namespace netkit::cli
