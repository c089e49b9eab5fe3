// SPDX-License-Identifier: MIT
#include "source_tree.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <sstream>

#include "support/temp_dir.h"

namespace netkit::test {

namespace fs = std::filesystem;

namespace {

using Wanted = std::function<bool(const fs::path&)>;

bool is_cpp(const fs::path& path) {
  return path.extension() == ".h" || path.extension() == ".cc";
}

bool is_cmake(const fs::path& path) {
  return path.filename() == "CMakeLists.txt" || path.extension() == ".cmake";
}

bool is_manual_page(const fs::path& path) {
  return path.extension() != ".json";
}

bool is_any(const fs::path&) {
  return true;
}

void add_files(std::vector<std::string>& to, const std::string& folder, const Wanted& wanted) {
  const fs::path root = source_dir();
  if (!fs::exists(root / folder)) {
    return;
  }
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    if (entry.is_regular_file() && wanted(entry.path())) {
      to.push_back(entry.path().lexically_relative(root).generic_string());
    }
  }
}

constexpr const char* cpp_folders[] = {"src", "cli", "tests", "examples"};

}  // namespace

std::string source_dir() {
  return NETKIT_SOURCE_DIR;
}

std::vector<std::string> cpp_files() {
  std::vector<std::string> files;
  for (const char* folder : cpp_folders) {
    add_files(files, folder, is_cpp);
  }
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> authored_files() {
  std::vector<std::string> files = cpp_files();
  for (const char* folder : cpp_folders) {
    add_files(files, folder, is_cmake);
  }
  add_files(files, "cmake", is_cmake);
  add_files(files, "examples/systemd", is_any);
  add_files(files, "man", is_manual_page);
  add_files(files, "script", is_any);
  add_files(files, ".ci", is_any);
  add_files(files, ".github", is_any);
  files.insert(files.end(), {"CMakeLists.txt", "Doxyfile"});
  std::ranges::sort(files);
  return files;
}

std::string source_text(const std::string& path) {
  return contents(source_dir() + "/" + path);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

}  // namespace netkit::test
