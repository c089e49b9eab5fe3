// SPDX-License-Identifier: MIT
#include "usage.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace netkit::bench {

namespace {

namespace fs = std::filesystem;

std::string directory_of(pid_t pid) {
  return "/proc/" + std::to_string(pid);
}

/// The fields of /proc/PID/stat from the third on; none if the process is gone.
std::vector<std::string> stat_of(const std::string& directory) {
  std::ifstream file(directory + "/stat");
  std::string text;
  std::getline(file, text);
  // The name, which may hold anything, ends at the last parenthesis.
  const std::size_t name_end = text.rfind(')');
  std::istringstream fields(name_end == std::string::npos ? "" : text.substr(name_end + 1));
  std::vector<std::string> found;
  for (std::string field; fields >> field;) found.push_back(field);
  return found;
}

/// A process and all below it.
std::vector<pid_t> family_of(pid_t eldest) {
  std::multimap<pid_t, pid_t> children;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (const auto stat = stat_of(entry.path()); stat.size() > 1) {
      children.emplace(std::stoi(stat[1]), std::stoi(name));
    }
  }
  std::vector<pid_t> family{eldest};
  for (std::size_t i = 0; i < family.size(); ++i) {
    const auto [begin, end] = children.equal_range(family[i]);
    for (auto child = begin; child != end; ++child) family.push_back(child->second);
  }
  return family;
}

/// Of a process's threads, to the nanosecond.
double running_seconds(pid_t pid) {
  double sum = 0;
  std::error_code gone;
  for (const auto& thread : fs::directory_iterator(directory_of(pid) + "/task", gone)) {
    std::ifstream file(thread.path() / "schedstat");
    double nanoseconds = 0;
    if (file >> nanoseconds) sum += nanoseconds * 1e-9;
  }
  return sum;
}

/// Of the children a process has waited for, to the kernel's tick.
double waited_for_seconds(pid_t pid) {
  const auto stat = stat_of(directory_of(pid));
  if (stat.size() < 15) return 0;
  return (std::stod(stat[13]) + std::stod(stat[14])) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double smaps_field(pid_t pid, const std::string& name) {
  std::ifstream file(directory_of(pid) + "/smaps_rollup");
  for (std::string word; file >> word;) {
    double kib = 0;
    if (word == name && file >> kib) return kib * 1024;
  }
  throw std::runtime_error("no " + name + " in /proc/PID/smaps_rollup");
}

}  // namespace

double processor_seconds(pid_t pid) {
  double sum = 0;
  for (const pid_t each : family_of(pid)) sum += running_seconds(each) + waited_for_seconds(each);
  return sum;
}

double memory_of(pid_t pid) {
  return smaps_field(pid, "Pss:");
}

double own_memory_of(pid_t pid) {
  return smaps_field(pid, "Anonymous:");
}

}  // namespace netkit::bench
