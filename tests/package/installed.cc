// SPDX-License-Identifier: MIT
#include "installed.h"

#include <algorithm>
#include <filesystem>

#include "commands.h"

namespace netkit::test {

namespace fs = std::filesystem;

Installed::Installed() {
  output_of({NETKIT_CMAKE, "--install", NETKIT_BINARY_DIR, "--prefix", prefix()});
}

std::vector<std::string> Installed::files(std::string_view folder) const {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(prefix_ / folder)) {
    if (!entry.is_directory()) paths.push_back(entry.path().lexically_relative(prefix_ / folder));
  }
  std::ranges::sort(paths);
  return paths;
}

const Installed& installed() {
  static const Installed one;
  return one;
}

}  // namespace netkit::test
