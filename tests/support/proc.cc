// SPDX-License-Identifier: MIT
#include "proc.h"

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "temp_dir.h"

namespace netkit::test {

namespace {

/// An address as the kernel prints it: 32-bit words in memory order, in hex.
std::string kernel_text(const Where& where) {
  std::uint32_t words[4]{};
  const bool v4 = where.transport == Transport::tcp4;
  ::inet_pton(v4 ? AF_INET : AF_INET6, where.host.c_str(), words);
  std::string text;
  char buffer[16];
  for (int i = 0; i < (v4 ? 1 : 4); ++i) {
    std::snprintf(buffer, sizeof buffer, "%08X", words[i]);
    text += buffer;
  }
  std::snprintf(buffer, sizeof buffer, ":%04X", static_cast<unsigned>(where.port));
  return text + buffer;
}

/// The columns of a table's first line that `is_it` accepts.
template <typename Predicate>
std::vector<std::string> find_row(const std::string& table, Predicate is_it) {
  std::istringstream lines(contents(table));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::vector<std::string> columns;
    for (std::string word; words >> word;) columns.push_back(word);
    if (is_it(columns)) return columns;
  }
  return {};
}

std::vector<std::string> tcp_row(const Where& where) {
  const std::string local = kernel_text(where);
  return find_row(where.transport == Transport::tcp4 ? "/proc/net/tcp" : "/proc/net/tcp6",
                  [&local](const auto& row) { return row.size() > 9 && row[1] == local && row[3] == "0A"; });
}

std::vector<std::string> unix_row(const Where& where) {
  const std::string name = where.text();
  return find_row("/proc/net/unix", [&name](const auto& row) {
    return row.size() > 7 && row[7] == name && row[3] == "00010000";
  });
}

}  // namespace

std::optional<std::string> listening_inode(const Where& where) {
  const bool tcp = is_tcp(where.transport);
  const auto row = tcp ? tcp_row(where) : unix_row(where);
  if (row.empty()) return std::nullopt;
  return row[tcp ? 9 : 6];
}

bool listens(pid_t pid, const Where& where) {
  const auto inode = listening_inode(where);
  if (!inode) return false;
  const auto held = descriptors(pid);
  return std::any_of(held.begin(), held.end(),
                     [&inode](const auto& entry) { return entry.second == "socket:[" + *inode + "]"; });
}

std::map<int, std::string> descriptors(pid_t pid) {
  std::map<int, std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/fd")) {
    std::error_code gone;
    const auto target = std::filesystem::read_symlink(entry.path(), gone);
    if (!gone) found[std::stoi(entry.path().filename().string())] = target.string();
  }
  return found;
}

std::vector<pid_t> children(pid_t pid) {
  const std::string id = std::to_string(pid);
  std::istringstream list(contents("/proc/" + id + "/task/" + id + "/children"));
  std::vector<pid_t> all;
  for (pid_t child = 0; list >> child;) all.push_back(child);
  return all;
}

std::string status_field(pid_t pid, const std::string& name) {
  std::istringstream status(contents("/proc/" + std::to_string(pid) + "/status"));
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(name + ":")) continue;
    const auto start = line.find_first_not_of(" \t", name.size() + 1);
    return start == std::string::npos ? std::string() : line.substr(start);
  }
  throw std::runtime_error("no " + name + " in /proc/" + std::to_string(pid) + "/status");
}

std::size_t peak_memory(pid_t pid) {
  return std::stoul(status_field(pid, "VmHWM")) * 1024;
}

Duration processor_time(pid_t pid) {
  const std::string stat = contents("/proc/" + std::to_string(pid) + "/stat");
  // The name, which may hold anything, ends at the last parenthesis; utime and stime are fields 14 and 15.
  std::istringstream fields(stat.substr(stat.rfind(')') + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  long user = 0;
  long system = 0;
  if (!(fields >> user >> system)) throw std::runtime_error("cannot read /proc/PID/stat");
  return Duration((user + system) * 1000 / ::sysconf(_SC_CLK_TCK));
}

char state_of(pid_t pid) {
  return status_field(pid, "State").at(0);
}

}  // namespace netkit::test
