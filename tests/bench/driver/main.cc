// SPDX-License-Identifier: MIT
// driver BUILD [--list] [--quick] [JOB...]: measures what was built in the folder BUILD, and others beside
// it, and prints a table in Markdown for each job.
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "jobs.h"
#include "supervisor.h"

namespace netkit::bench {

namespace {

struct Request {
  Setting setting;
  std::vector<Job> jobs;
};

void list() {
  for (const Job& job : jobs()) std::printf("%-16s %s\n", job.name.c_str(), job.what.c_str());
}

/// Answers whether there is such a job.
bool choose(Request& request, const std::string& name) {
  const auto found = std::ranges::find(jobs(), name, &Job::name);
  if (found == jobs().end()) return false;
  request.jobs.push_back(*found);
  return true;
}

void print_heading(const Request& request) {
  utsname system{};
  ::uname(&system);
  double load = 0;
  ::getloadavg(&load, 1);
  std::printf("# netkit's speed\n\n%s %s, %u cores, load %.1f; files in %s%s.\n\n", system.sysname,
              system.release, std::thread::hardware_concurrency(), load,
              std::filesystem::temp_directory_path().c_str(),
              request.setting.extent == Extent::quick ? "; quick: fewer rounds, less of everything" : "");
  std::fflush(stdout);
}

int measure(const Request& request) {
  print_heading(request);
  const double start = now();
  for (const Job& job : request.jobs.empty() ? jobs() : request.jobs) {
    if (!supervise(job, request.setting)) return 1;
  }
  const auto seconds = static_cast<int>(now() - start);
  std::printf("All of it took %d:%02d minutes.\n", seconds / 60, seconds % 60);
  return 0;
}

int run(const Words& words) {
  Request request{{std::filesystem::absolute(words.at(0)), {}, Extent::full}, {}};
  for (const std::string& word : Words(words.begin() + 1, words.end())) {
    if (word == "--list") {
      list();
      return 0;
    }
    if (word == "--quick") {
      request.setting.extent = Extent::quick;
    } else if (!choose(request, word)) {
      std::fprintf(stderr, "script/bench: '%s' is not a job; --list names them\n", word.c_str());
      return 2;
    }
  }
  become_supervisor();
  return measure(request);
}

}  // namespace

}  // namespace netkit::bench

int main(int argc, char** argv) {
  return netkit::bench::run(netkit::bench::Words(argv + 1, argv + argc));
}
