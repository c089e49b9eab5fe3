// SPDX-License-Identifier: MIT
#include "temp_dir.h"

#include <fcntl.h>

#include <cstdlib>
#include <system_error>

#include "fd_io.h"

namespace netkit::test {

TempDir::TempDir() {
  std::string name = (std::filesystem::temp_directory_path() / "nkXXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) fail_errno("mkdtemp " + name);
  path_ = name;
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempDir::write(std::string_view name, std::string_view content) const {
  const std::string path = *this / name;
  const UniqueFd file = open_file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (write_all(file.get(), content) != 0) fail_errno("write " + path);
  return path;
}

std::string contents(const std::string& path) {
  return read_to_end(open_file(path, O_RDONLY).get()).bytes;
}

}  // namespace netkit::test
