// SPDX-License-Identifier: MIT
#include "packed.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "commands.h"

namespace netkit::test {

namespace fs = std::filesystem;

Packed::Packed(const std::string& generator) {
  output_of({NETKIT_CPACK, "-G", generator, "-B", folder_.path(), "--config",
             NETKIT_BINARY_DIR "/CPackConfig.cmake"},
            {{"SOURCE_DATE_EPOCH", "1700000000"}});
}

std::string Packed::file(const std::string& package) const {
  for (const std::string& path : files()) {
    const std::string name = fs::path(path).filename();
    if (name.starts_with(package + "_") || name.starts_with(package + "-" NETKIT_VERSION)) return path;
  }
  throw std::runtime_error("no package " + package);
}

std::vector<std::string> Packed::files() const {
  std::vector<std::string> paths;
  for (const auto& entry : fs::directory_iterator(folder_.path())) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

}  // namespace netkit::test
