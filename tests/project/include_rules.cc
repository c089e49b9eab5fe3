// SPDX-License-Identifier: MIT
#include "include_rules.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include "source_tree.h"

namespace netkit::test {
namespace {

using Folders = std::vector<std::string>;

/// What each folder of the library may include from, besides itself.
const std::map<std::string, Folders> layers = {
    {"base", {}},
    {"addr", {"base"}},
    {"blocklist", {"base", "addr"}},
    {"loop", {"base"}},
    {"stream", {"base", "addr", "loop"}},
    {"console", {"base", "loop", "stream"}},
    {"socket", {"base", "addr", "loop", "stream"}},
    {"relay", {"base", "loop", "stream"}},
    {"process", {"base", "loop"}},
    {"proxy", {"base", "addr", "loop", "stream"}},
    {"tls", {"base", "addr", "loop", "stream"}},
    {"connect", {"base", "addr", "blocklist", "loop", "stream", "socket"}},
    {"net", {"base", "addr", "blocklist", "loop", "stream", "socket", "connect"}},
};

/// A header that only one folder may include, and those that may besides.
const std::map<std::string, Folders> lent = {
    {"netkit/base/internal/byte_block.h", {"src/addr/", "src/blocklist/"}},
    {"netkit/addr/internal/scan.h", {"src/blocklist/"}},
    {"netkit/loop/internal/cell.h", {"src/socket/"}},
};

struct Include {
  std::string what;
  bool quoted = false;
};

/// Things that only some rooms of the tree may include.
struct Kept {
  std::string_view start;  ///< of what stands between the brackets or quotes
  Folders rooms;           ///< starts of the paths of the files that may include it
};

const std::vector<Kept> kept = {
    {"uv.h", {"src/loop/", "src/socket/"}},
    {"uv/", {"src/loop/", "src/socket/"}},
    {"idn2.h", {"src/addr/"}},
    {"openssl/", {"src/tls/engine/internal/", "tests/"}},
    {"zlib.h", {"src/blocklist/", "tests/blocklist/"}},
    {"CLI/", {"cli/option/parse.cc"}},
    {"spdlog/", {"cli/"}},
    {"netkit/net/", {"src/net/", "tests/", "examples/"}},
    {"gtest/", {"tests/"}},
    {"gmock/", {"tests/"}},
    {"tests/", {"tests/"}},
    {"iostream", {"tests/"}},
};

bool starts_with_any(std::string_view path, const Folders& starts) {
  return std::ranges::any_of(starts, [path](const std::string& start) { return path.starts_with(start); });
}

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

/// "loop" of "src/loop/loop.h" or "netkit/loop/loop.h".
std::string second_part(std::string_view path) {
  const std::size_t first = path.find('/');
  const std::size_t second = path.find('/', first + 1);
  return first == path.npos || second == path.npos ? std::string()
                                                   : std::string(path.substr(first + 1, second - first - 1));
}

/// The folder that holds an internal/: "blocklist/format" of "netkit/blocklist/format/internal/list_words.h".
std::optional<std::string> owner_of_internal(std::string_view include) {
  constexpr std::string_view root = "netkit/";
  const auto internal = include.find("/internal/");
  if (!include.starts_with(root) || internal == include.npos) return std::nullopt;
  return std::string(include.substr(root.size(), internal - root.size()));
}

/// An internal header is for its folder and the tests, which see everything.
std::optional<std::string> fault_of_internal(const std::string& path, const std::string& include) {
  const auto owner = owner_of_internal(include);
  if (!owner || path.starts_with("src/" + *owner + "/") || path.starts_with("tests/")) return std::nullopt;
  const auto exception = lent.find(include);
  if (exception != lent.end() && starts_with_any(path, exception->second)) return std::nullopt;
  return "only src/" + *owner + " includes that";
}

std::optional<std::string> fault_in_library(const std::string& path, const Include& include) {
  const std::string folder = second_part(path);
  if (!layers.contains(folder)) {
    return "the library has no folder '" + folder + "'";
  }
  if (include.quoted || include.what.starts_with("cli/")) {
    return "inside the library includes read <netkit/FOLDER/FILE>";
  }
  if (!include.what.starts_with("netkit/")) {
    return std::nullopt;
  }
  const std::string from = second_part(include.what);
  if (from != folder && std::ranges::find(layers.at(folder), from) == layers.at(folder).end()) {
    return folder + " stands below " + from + ", or beside it";
  }
  return std::nullopt;
}

/// Sessions know what a handler is, and not which there are.
std::optional<std::string> fault_in_cli(const std::string& path, const Include& include) {
  if (path.starts_with("cli/session/") && include.what.starts_with("cli/handler/")) {
    return "a session knows no handler by name";
  }
  return std::nullopt;
}

std::optional<std::string> fault_of(const std::string& path, const Include& include) {
  for (const Kept& one : kept) {
    if (include.what.starts_with(one.start) && !starts_with_any(path, one.rooms)) {
      return "only " + one.rooms.front() + " includes that";
    }
  }
  if (auto fault = fault_of_internal(path, include.what)) return fault;
  return path.starts_with("src/") ? fault_in_library(path, include) : fault_in_cli(path, include);
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
