// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace netkit::test {

using Command = std::vector<std::string>;
using Environment = std::vector<std::pair<std::string, std::string>>;

/// Whether there is a program of this name.
bool has_program(const std::string& name);

/// What it prints on stdout. Where its status is not 0 the test has failed, with all it said.
std::string output_of(const Command& command, const Environment& environment = {});

std::vector<std::string> lines_of(const std::string& text);

/// The words of a line, however far apart.
std::vector<std::string> words_of(const std::string& line);

}  // namespace netkit::test
