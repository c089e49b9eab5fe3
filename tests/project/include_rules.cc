// SPDX-License-Identifier: MIT
#include "include_rules.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include "source_tree.h"

namespace netkit::test {
namespace {

/// What each floor of the library may include from.
const std::map<std::string, std::vector<std::string>> floors = {
    {"base", {"base"}},
    {"addr", {"base", "addr"}},
    {"blocklist", {"base", "addr", "blocklist"}},
    {"io", {"base", "addr", "io"}},
    {"net", {"base", "addr", "blocklist", "io", "net"}},
};

struct Include {
  std::string what;
  bool quoted = false;
};

/// Things that only one room of the tree may include.
struct Kept {
  std::string_view start;  ///< of what stands between the brackets or quotes
  std::string_view room;   ///< start of the paths of the files that may include it
};

constexpr Kept kept[] = {
    {"uv.h", "src/io/"},  {"uv/", "src/io/"},   {"CLI/", "cli/"},     {"spdlog/", "cli/"},
    {"gtest/", "tests/"}, {"gmock/", "tests/"}, {"tests/", "tests/"}, {"iostream", "tests/"},
};

std::optional<Include> include_in(std::string_view line) {
  const auto skip_blanks = [&line] {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  };
  skip_blanks();
  if (!line.starts_with('#')) {
    return std::nullopt;
  }
  line.remove_prefix(1);
  skip_blanks();
  if (!line.starts_with("include")) {
    return std::nullopt;
  }
  const std::size_t open = line.find_first_of("<\"");
  const std::size_t close = line.find_first_of(">\"", open + 1);
  if (open == line.npos || close == line.npos) {
    return std::nullopt;
  }
  return Include{std::string(line.substr(open + 1, close - open - 1)), line[open] == '"'};
}

/// "io" of "src/io/loop.h" or "netkit/io/loop.h".
std::string second_part(std::string_view path) {
  const std::size_t first = path.find('/');
  const std::size_t second = path.find('/', first + 1);
  return first == path.npos || second == path.npos ? std::string()
                                                   : std::string(path.substr(first + 1, second - first - 1));
}

std::optional<std::string> fault_in_library(const std::string& path, const Include& include) {
  const std::string floor = second_part(path);
  if (!floors.contains(floor)) {
    return "the library has no floor '" + floor + "'";
  }
  if (include.quoted || include.what.starts_with("cli/")) {
    return "inside the library includes read <netkit/FLOOR/FILE>";
  }
  if (!include.what.starts_with("netkit/")) {
    return std::nullopt;
  }
  const std::string from = second_part(include.what);
  if (std::ranges::find(floors.at(floor), from) == floors.at(floor).end()) {
    return floor + " stands below " + from + ", or beside it";
  }
  return std::nullopt;
}

std::optional<std::string> fault_of(const std::string& path, const Include& include) {
  for (const Kept& one : kept) {
    if (include.what.starts_with(one.start) && !path.starts_with(one.room)) {
      return "only " + std::string(one.room) + " includes that";
    }
  }
  return path.starts_with("src/") ? fault_in_library(path, include) : std::nullopt;
}

}  // namespace

std::vector<std::string> forbidden_includes(const std::string& path, const std::string& text) {
  std::vector<std::string> faults;
  for (const std::string& line : lines_of(text)) {
    const auto include = include_in(line);
    if (!include) {
      continue;
    }
    if (const auto fault = fault_of(path, *include)) {
      faults.push_back(path + " includes " + include->what + ": " + *fault);
    }
  }
  return faults;
}

}  // namespace netkit::test
