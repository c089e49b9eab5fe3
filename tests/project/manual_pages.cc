// SPDX-License-Identifier: MIT
#include "manual_pages.h"

#include <algorithm>
#include <filesystem>

#include "support/temp_dir.h"

namespace netkit::test {

std::string manual_dir() {
  return NETKIT_MANUAL_DIR;
}

std::vector<std::string> manual_pages() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(manual_dir())) {
    names.push_back(entry.path().filename());
  }
  std::ranges::sort(names);
  return names;
}

std::string manual_page(const std::string& name) {
  return contents(manual_dir() + "/" + name);
}

}  // namespace netkit::test
