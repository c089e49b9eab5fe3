// SPDX-License-Identifier: MIT
#include "cli/process/program.h"

#include <fmt/core.h>
#include <netkit/loop/uv_error.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace netkit::cli {
namespace {

constexpr std::string_view usual_path = "/usr/local/bin:/usr/bin:/bin";

/// Why the file cannot be executed; none: it can.
std::error_code obstacle(const std::string& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return errno_error(errno);
  if (!S_ISREG(status.st_mode)) return errno_error(EACCES);
  return ::access(file.c_str(), X_OK) == 0 ? std::error_code() : errno_error(errno);
}

/// In PATH an empty name is the working directory (environ(7)).
std::string file_in(std::string_view folder, std::string_view name) {
  return fmt::format("{}/{}", folder.empty() ? "." : folder, name);
}

// A file that may not be executed decides only if no other folder has one.
std::expected<std::string, std::error_code> search(std::string_view name) {
  const char* const variable = std::getenv("PATH");
  std::string_view path = variable != nullptr ? variable : usual_path;
  std::error_code refused = errno_error(ENOENT);
  while (true) {
    const auto end = path.find(':');
    std::string file = file_in(path.substr(0, end), name);
    const std::error_code cause = obstacle(file);
    if (!cause) return file;
    if (cause == std::errc::permission_denied) refused = cause;
    if (end == std::string_view::npos) return std::unexpected(refused);
    path.remove_prefix(end + 1);
  }
}

}  // namespace

Exit cannot_execute(const std::string& name, std::error_code cause) {
  constexpr int not_executable = 126, not_found = 127;
  const bool absent = cause == std::errc::no_such_file_or_directory || cause == std::errc::not_a_directory;
  return {ExitStatus::exec,
          {fmt::format("exec {}: {} {}", error_name(cause), cause.message(), name)},
          absent ? not_found : not_executable};
}

std::expected<Program, Exit> find_program(std::vector<std::string> words) {
  const std::string& name = words.front();
  std::string file = name;
  if (!name.contains('/')) {
    auto found = name.empty() ? std::unexpected(errno_error(ENOENT)) : search(name);
    if (!found) return std::unexpected(cannot_execute(name, found.error()));
    file = std::move(*found);
  } else if (const auto cause = obstacle(file)) {
    return std::unexpected(cannot_execute(name, cause));
  }
  return Program{std::move(file), std::move(words)};
}

}  // namespace netkit::cli
