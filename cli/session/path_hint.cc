// SPDX-License-Identifier: MIT
#include "cli/session/path_hint.h"

#include <fmt/core.h>
#include <netkit/socket/socket_file.h>

#include <filesystem>
#include <system_error>

namespace netkit::cli {
namespace {

namespace fs = std::filesystem;

std::string_view kind_of(fs::file_type type) {
  switch (type) {
    case fs::file_type::regular:
      return "a regular file";
    case fs::file_type::directory:
      return "a directory";
    case fs::file_type::fifo:
      return "a FIFO";
    case fs::file_type::symlink:
      return "a symbolic link";
    default:
      return "another kind of file";
  }
}

/// The first part of the path that is not a directory, though the path goes on behind it.
std::string first_non_directory(const fs::path& path) {
  fs::path so_far;
  std::error_code ignored;
  for (const fs::path& part : path.parent_path()) {
    so_far /= part;
    if (!fs::is_directory(so_far, ignored)) break;
  }
  return so_far.string();
}

std::string about_file_in_the_way(const std::string& path) {
  std::error_code ignored;
  const fs::file_type type = fs::symlink_status(path, ignored).type();
  if (type != fs::file_type::socket) return fmt::format(" ({}, not a socket)", kind_of(type));
  return is_stale_socket(path) ? " (a stale socket: --unlink replaces it)" : " (a process uses this socket)";
}

std::string about_file_that_refuses(const std::string& path) {
  std::error_code ignored;
  const fs::file_type type = fs::status(path, ignored).type();
  if (type != fs::file_type::socket) return fmt::format(" ({}, not a socket)", kind_of(type));
  return " (no process listens on this socket)";
}

}  // namespace

std::string hint_about_path(const Error& error, const IpcPath& path) {
  if (path.is_abstract()) return "";
  const bool is_listening = error.syscall == "listen";
  if (error.name == "EADDRINUSE") return about_file_in_the_way(path.text());
  if (error.name == "ECONNREFUSED") return about_file_that_refuses(path.text());
  if (error.name == "ENOTDIR")
    return fmt::format(" ('{}' is not a directory)", first_non_directory(path.text()));
  if (error.name == "ENOENT" && is_listening) {
    const std::string missing = first_non_directory(path.text());
    std::error_code ignored;
    return missing.empty() || fs::exists(missing, ignored) ? ""
                                                           : fmt::format(" (no directory '{}')", missing);
  }
  if (error.name == "EPROTOTYPE") return " (a socket of another type, such as datagram)";
  if (error.name == "EACCES" && !is_listening)
    return " (needs write permission for the socket, and search permission for its directories)";
  if (error.name == "EACCES") return " (needs write permission for the directory)";
  return "";
}

}  // namespace netkit::cli
