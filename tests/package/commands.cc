// SPDX-License-Identifier: MIT
#include "commands.h"

#include <gtest/gtest.h>

#include <sstream>

#include "support/process.h"

namespace netkit::test {
namespace {

/// Compilers and packers have their time.
Outcome run_patiently(const Launch& launch) {
  Process process(launch);
  return finish(process, Deadline(std::chrono::seconds(100)));
}

Launch launch_of(const Command& command, const Environment& environment) {
  Launch launch;
  launch.argv = command;
  launch.environment = environment;
  launch.directory = "/";
  return launch;
}

}  // namespace

bool has_program(const std::string& name) {
  return run_patiently(launch_of({"sh", "-c", "command -v \"$0\"", name}, {})).status == 0;
}

std::string output_of(const Command& command, const Environment& environment) {
  const Outcome outcome = run_patiently(launch_of(command, environment));
  EXPECT_EQ(outcome.status, 0) << testing::PrintToString(command) << "\n" << outcome.out << outcome.err;
  return outcome.out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::istringstream stream(line);
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace netkit::test
