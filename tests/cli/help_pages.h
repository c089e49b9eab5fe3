// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <vector>

#include "support/netkit.h"

namespace netkit::test {

/// A command and what its --help prints.
struct HelpPage {
  std::string command;  ///< "", "listen", "blocklist check"
  std::string text;

  std::set<std::string> long_options() const;    ///< "--[no-]race" is two
  std::vector<std::string> subcommands() const;  ///< "listen"; of blocklist "check"
  std::vector<std::string> examples() const;     ///< without their prompt
};

/// That of netkit, and of all commands that those name which are listed.
std::vector<HelpPage> help_pages();

std::vector<std::string> lines_of(const std::string& text);

}  // namespace netkit::test
