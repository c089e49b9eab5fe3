// SPDX-License-Identifier: MIT
#include "readme_example.h"

#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "source_tree.h"
#include "support/netkit.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

constexpr std::string_view documented_port = "8124";

/// `listening COMMAND` succeeds once somebody listens where the command says: on its first number of three
/// digits or more, or at the operand of -U.
constexpr std::string_view prelude = R"sh(
exec </dev/null
trap 'kill $(jobs -p) 2>/dev/null' EXIT
listening() {
  if [[ $1 =~ -U\ ([^ ]+) ]]; then
    grep -q " 00010000 .*${BASH_REMATCH[1]}\$" /proc/net/unix
  elif [[ $1 =~ [0-9]{3,} ]]; then
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q "$(printf ':%04X 0*:0000 0A' "${BASH_REMATCH[0]}")"
  fi
}
)sh";

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
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
  for (Step& step : example) {
    replace_all(step.command, documented_port, port);
    replace_all(step.output, documented_port, port);
  }
  return example;
}

std::string script_of(const Example& example) {
  std::string script(prelude);
  for (std::size_t i = 0; i < example.size(); ++i) {
    const std::string& command = example[i].command;
    script += "exec >" + std::to_string(i) + " 2>&1\n" + command + "\n";
    if (command.ends_with('&')) {
      std::string quoted = command;
      replace_all(quoted, "'", "'\\''");
      script += "until listening '" + quoted + "'; do kill -0 $! || exit; done\n";
    }
  }
  return script;
}

std::vector<std::optional<std::string>> outputs_of(const Example& example) {
  const TempDir folder;
  const std::string programs = std::filesystem::path(netkit_program()).parent_path();
  Launch launch;
  launch.argv = {"bash", "-c", script_of(example)};
  launch.directory = folder.path();
  launch.environment = {{"PATH", programs + ":" + std::getenv("PATH")}};
  run(launch);
  std::vector<std::optional<std::string>> outputs;
  for (std::size_t i = 0; i < example.size(); ++i) {
    const std::string output = folder / std::to_string(i);
    outputs.push_back(std::filesystem::exists(output) ? std::optional(contents(output)) : std::nullopt);
  }
  return outputs;
}

}  // namespace netkit::test
