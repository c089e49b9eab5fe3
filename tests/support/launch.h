// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>
#include <sys/resource.h>
#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace netkit::test {

/// What a child has as its stdin, stdout or stderr.
struct Stdio {
  enum class Kind { pumped, descriptor, closed, null, file_to_read, file_to_write, file_to_append };

  Kind kind = Kind::pumped;
  int fd = -1;       ///< descriptor: the child gets a duplicate; not taken over
  std::string path;  ///< of a file; a file to write is created or emptied

  static Stdio pumped() { return {}; }  ///< a pipe to Process, which feeds or collects in the background
  static Stdio descriptor(int fd) { return {Kind::descriptor, fd, {}}; }
  static Stdio descriptor(const UniqueFd& fd) { return descriptor(fd.get()); }
  static Stdio closed() { return {Kind::closed, -1, {}}; }
  static Stdio null() { return {Kind::null, -1, {}}; }
  static Stdio file_to_read(std::string path) { return {Kind::file_to_read, -1, std::move(path)}; }
  static Stdio file_to_write(std::string path) { return {Kind::file_to_write, -1, std::move(path)}; }
  static Stdio file_to_append(std::string path) { return {Kind::file_to_append, -1, std::move(path)}; }
};

/// The three of them.
struct Stdios {
  Stdio in;
  Stdio out;
  Stdio err;
};

/// Everything about how a program is to be started. No shell is involved.
/// The variables NETKIT_*, LISTEN_* and NOTIFY_SOCKET are not passed on; LC_ALL is C.
struct Launch {
  std::vector<std::string> argv;  ///< argv[0] is looked up in PATH
  Stdios stdio;
  std::vector<std::pair<std::string, std::string>> environment;  ///< set besides those inherited
  std::vector<std::pair<int, int>> inherited;  ///< {the test's descriptor, its number in the child}
  std::vector<std::pair<int, rlim_t>> limits;  ///< {RLIMIT_NOFILE, 64}: soft and hard
  std::vector<int> ignored_signals;            ///< all others start with their default
  std::optional<mode_t> umask;
  std::string directory;  ///< to start in; the test's if empty

  enum class Session { ours, own, own_with_terminal };
  Session session = Session::ours;  ///< own_with_terminal: stdin becomes the controlling terminal
};

/// A child that runs, and the test's ends of its pumped pipes.
struct Launched {
  pid_t pid = -1;
  UniqueFd pidfd;
  UniqueFd in;
  UniqueFd out;
  UniqueFd err;
};

/// Starts it. The child is killed if the calling thread dies first. Throws if it cannot be started.
Launched start(const Launch& launch);

}  // namespace netkit::test
