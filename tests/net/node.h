// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "support/process.h"

namespace netkit::test {

// Scripts for node. Each has `net`, its arguments as `args`, say(...) to print a line at once, and
// trace(socket), which prints a line for each event of a net.Socket in the words of Trace.

/// Why node cannot be the reference here: not installed, or not of the release that the rows describe.
std::optional<std::string> why_no_reference();

/// What a script printed, by lines, from its start to its end.
std::vector<std::string> node_lines(const std::string& script, const std::vector<std::string>& args = {});

/// A script that runs beside the test.
class NodePeer {
 public:
  explicit NodePeer(const std::string& script, const std::vector<std::string>& args = {});

  /// What it has said so far, in whole lines.
  std::vector<std::string> lines();
  /// Waits for line number `index` (from 0). Not while the loop of the test has to run for it.
  std::string line(std::size_t index);
  Process& process() { return *process_; }

 private:
  std::unique_ptr<Process> process_;
};

/// Text with each ":PORT" of these ports as ":*".
std::string without_ports(std::string text, const std::vector<int>& ports);

}  // namespace netkit::test

/// Skips the test where node cannot be the reference.
#define NETKIT_NEEDS_REFERENCE() \
  if (const auto reason = netkit::test::why_no_reference()) GTEST_SKIP() << *reason
