// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace netkit::test {

/// The root of the tree that these tests look at.
std::string source_dir();

/// The C++ files under src, cli, tests and examples: paths relative to the root, in order.
std::vector<std::string> cpp_files();

/// Everything that is written in a language with comments and kept by hand: the C++ files, CMake's,
/// the scripts, the units and the manual pages.
std::vector<std::string> authored_files();

/// All that a file of the tree holds.
std::string source_text(const std::string& path);

std::vector<std::string> lines_of(const std::string& text);

}  // namespace netkit::test
