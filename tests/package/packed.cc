// SPDX-License-Identifier: MIT
#include "packed.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "commands.h"

namespace netkit::test {

namespace fs = std::filesystem;

Packed::Packed() {
  output_of({NETKIT_CPACK, "-G", "DEB;TGZ", "-B", folder_.path(), "--config",
             NETKIT_BINARY_DIR "/CPackConfig.cmake"},
            {{"SOURCE_DATE_EPOCH", "1700000000"}});
}

std::string Packed::deb(const std::string& package) const {
  for (const std::string& path : debs()) {
    if (fs::path(path).filename().string().starts_with(package + "_")) return path;
  }
  throw std::runtime_error("no package " + package);
}

std::vector<std::string> Packed::debs() const {
  return files(".deb");
}

std::string Packed::archive() const {
  return files(".tar.gz").at(0);
}

std::vector<std::string> Packed::files(const std::string& ending) const {
  std::vector<std::string> paths;
  for (const auto& entry : fs::directory_iterator(folder_.path())) {
    if (entry.path().string().ends_with(ending)) paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

const Packed& packed() {
  static const Packed one;
  return one;
}

}  // namespace netkit::test
