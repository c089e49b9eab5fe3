// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "support/temp_dir.h"

namespace netkit::test {

/// A command of an example and what it prints.
struct Step {
  std::string command;  ///< one line, without the prompt
  std::string output;   ///< stdout and stderr, as a terminal shows them
};

using Example = std::vector<Step>;

/// Runs the steps, one behind the other, in this folder, with netkit in the PATH, and fails where one does
/// not print what is shown. What is left running in the background is ended.
void expect_as_shown(const Example& example, const TempDir& folder);

/// The examples of a Markdown text: its blocks that are fenced as ```console.
std::vector<Example> examples_in(const std::string& markdown);

/// The same with this port in place of 8124, the one that all examples use.
Example with_port(Example example, const std::string& port);

/// The example as a script: the output of step N goes to the file N of this folder, and what a step leaves
/// running in the background is waited for until it listens.
std::string script_of(const Example& example, const TempDir& outputs);

}  // namespace netkit::test
