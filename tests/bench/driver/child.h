// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>
#include <sys/types.h>

#include <string>
#include <vector>

namespace netkit::bench {

using Words = std::vector<std::string>;

Words operator+(Words words, const Words& more);

/// Descriptors for a program; -1 is /dev/null. They are duplicated, not taken over.
struct Stdio {
  int in = -1;
  int out = -1;
};

/// What a program has used from its start to its end, with those of its children that it waited for.
struct Usage {
  double seconds = 0;            ///< on the wall's clock, seen from outside
  double processor_seconds = 0;  ///< user's and system's
  double peak_bytes = 0;         ///< the most that was resident (of the largest process)
};

/// A program that runs. Whoever lets go of it without waiting kills it.
class Child {
 public:
  /// argv[0] is looked up in PATH. Throws if it cannot be started.
  explicit Child(const Words& argv, const Stdio& stdio = {});
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  pid_t pid() const { return pid_; }
  bool running();
  /// Waits for its end. Throws, with the last line it wrote to stderr, if its status is not 0.
  Usage wait();
  /// The same whatever the status is.
  Usage wait_for_any_end();
  std::string last_words() const;

 private:
  const std::string name_;
  const UniqueFd errors_;  ///< a file without a name, its stderr
  const double start_;
  int status_ = 0;
  pid_t pid_ = -1;
};

/// Runs it to its end, whatever its status, and answers what it wrote to stdout.
std::string output_of(const Words& argv);

/// Seconds on a clock that only goes forward.
double now();

}  // namespace netkit::bench
