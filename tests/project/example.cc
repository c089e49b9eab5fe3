// SPDX-License-Identifier: MIT
#include "example.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <string_view>

#include "source_tree.h"
#include "support/netkit.h"

namespace netkit::test {
namespace {

constexpr std::string_view documented_port = "8124", second_port = "8125";

/// `listening COMMAND` succeeds once somebody listens where the command says: on its last number of four
/// digits or more, or at the operand of -U.
constexpr std::string_view prelude = R"sh(
exec </dev/null
trap 'kill $(jobs -p) 2>/dev/null' EXIT
listening() {
  if [[ $1 =~ -U\ ([^ ]+) ]]; then
    [[ ${BASH_REMATCH[1]} == @* || -S ${BASH_REMATCH[1]} ]] && # others may listen under the same name elsewhere
      grep -q " 00010000 .*${BASH_REMATCH[1]}\$" /proc/net/unix
  elif [[ $1 =~ .*[^0-9]([0-9]{4,}) ]]; then
    local protocol=tcp state=0A
    [[ $1 == *' -u '* ]] && protocol=udp state=07
    cat "/proc/net/$protocol" "/proc/net/${protocol}6" 2>/dev/null |
      grep -q "$(printf ":%04X 0*:0000 $state" "${BASH_REMATCH[1]}")"
  fi
}
)sh";

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

/// Below those that the system gives to sockets without a port of their own, so that no other test has it;
/// and without the digits of a documented one.
std::string own_port() {
  std::random_device random;
  return std::to_string(std::uniform_int_distribution(20000, 27999)(random));
}

/// Every address of the machine, whether it has IPv6 or not.
std::string without_wildcards(std::string text) {
  replace_all(text, "0.0.0.0:", "[::]:");
  return text;
}

}  // namespace

std::vector<Example> examples_in(const std::string& markdown) {
  std::vector<Example> examples;
  bool inside = false;
  for (const std::string& line : lines_of(markdown)) {
    if (line.starts_with("```")) {
      inside = line == "```console";
      if (inside) {
        examples.emplace_back();
      }
    } else if (inside && line.starts_with("$ ")) {
      examples.back().push_back({line.substr(2), ""});
    } else if (inside && !examples.back().empty()) {
      examples.back().back().output += line + "\n";
    }
  }
  return examples;
}

Example with_port(Example example, const std::string& port) {
  const std::string next = std::to_string(std::stoi(port) + 1);
  for (Step& step : example) {
    for (std::string* const text : {&step.command, &step.output}) {
      replace_all(*text, documented_port, port);
      replace_all(*text, second_port, next);
    }
  }
  return example;
}

std::string script_of(const Example& example, const TempDir& outputs) {
  std::string script(prelude);
  for (std::size_t i = 0; i < example.size(); ++i) {
    const std::string& command = example[i].command;
    script += "exec >" + outputs / std::to_string(i) + " 2>&1\n" + command + "\n";
    if (command.ends_with('&')) {
      std::string quoted = command;
      replace_all(quoted, "'", "'\\''");
      script += "until listening '" + quoted + "'; do kill -0 $! || exit; done\n";
    }
  }
  return script;
}

void expect_as_shown(const Example& example, const TempDir& folder) {
  const TempDir outputs;
  const Example with_own_port = with_port(example, own_port());
  const std::string programs = std::filesystem::path(netkit_program()).parent_path();
  Launch launch;
  launch.argv = {"bash", "-c", script_of(with_own_port, outputs)};
  launch.directory = folder.path();
  launch.environment = {{"PATH", programs + ":" + std::getenv("PATH")}};
  run(launch);
  for (std::size_t i = 0; i < example.size(); ++i) {
    const std::string output = outputs / std::to_string(i);
    ASSERT_TRUE(std::filesystem::exists(output)) << "never came to: " << example[i].command;
    EXPECT_EQ(without_wildcards(contents(output)), with_own_port[i].output) << example[i].command;
  }
}

}  // namespace netkit::test
