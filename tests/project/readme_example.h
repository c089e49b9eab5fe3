// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace netkit::test {

/// A command of an example and what it prints.
struct Step {
  std::string command;  ///< one line, without the prompt
  std::string output;   ///< stdout and stderr, as a terminal shows them
};

using Example = std::vector<Step>;

/// What each step of the example prints when it is run, one behind the other, in a folder of its own where
/// netkit is in the PATH; nothing for steps that were never come to.
std::vector<std::optional<std::string>> outputs_of(const Example& example);

/// The examples of a Markdown text: its blocks that are fenced as ```console.
std::vector<Example> examples_in(const std::string& markdown);

/// The same with this port in place of 8124, the one that all examples use.
Example with_port(Example example, const std::string& port);

/// The example as a script: the output of step N goes to the file N of the current directory, and what a step
/// leaves running in the background is waited for until it listens.
std::string script_of(const Example& example);

}  // namespace netkit::test
