// SPDX-License-Identifier: MIT
#include "child.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>

extern char** environ;

namespace netkit::bench {

namespace {

/// How its descriptors come about, for posix_spawn(3).
class Actions {
 public:
  Actions(const Stdio& stdio, int errors) {
    ::posix_spawn_file_actions_init(&actions_);
    set(stdio.in, 0, O_RDONLY);
    set(stdio.out, 1, O_WRONLY);
    set(errors, 2, O_WRONLY);
  }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  void set(int fd, int number, int flags) {
    if (fd < 0) {
      ::posix_spawn_file_actions_addopen(&actions_, number, "/dev/null", flags, 0);
    } else {
      ::posix_spawn_file_actions_adddup2(&actions_, fd, number);
    }
  }

  posix_spawn_file_actions_t actions_{};
};

pid_t spawn(const Words& argv, const Stdio& stdio, int errors) {
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const Actions actions(stdio, errors);
  pid_t pid = -1;
  const int error = ::posix_spawnp(&pid, words[0], actions.get(), nullptr, words.data(), environ);
  if (error != 0) throw std::runtime_error("cannot run " + argv[0] + ": " + std::strerror(error));
  return pid;
}

std::string written_to(const UniqueFd& file) {
  std::string text;
  for (char block[4096];;) {
    const ssize_t got = ::pread(file.get(), block, sizeof block, static_cast<off_t>(text.size()));
    if (got <= 0) return text;
    text.append(block, static_cast<std::size_t>(got));
  }
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

}  // namespace

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Child::Child(const Words& argv, const Stdio& stdio)
    : name_(argv.at(0)),
      errors_(::memfd_create("stderr", MFD_CLOEXEC)),
      start_(now()),
      pid_(spawn(argv, stdio, errors_.get())) {}

Child::~Child() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

bool Child::running() {
  siginfo_t ended{};
  ::waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT);
  return ended.si_pid == 0;
}

Usage Child::wait_for_any_end() {
  rusage used{};
  ::wait4(pid_, &status_, 0, &used);
  pid_ = -1;
  return {now() - start_, seconds(used.ru_utime) + seconds(used.ru_stime),
          static_cast<double>(used.ru_maxrss) * 1024};
}

Usage Child::wait() {
  const Usage usage = wait_for_any_end();
  if (status_ != 0) throw std::runtime_error(name_ + " failed: " + last_words());
  return usage;
}

std::string Child::last_words() const {
  std::string text = written_to(errors_);
  while (text.ends_with('\n')) text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

std::string output_of(const Words& argv) {
  const UniqueFd output(::memfd_create("stdout", MFD_CLOEXEC));
  Child(argv, {-1, output.get()}).wait_for_any_end();
  return written_to(output);
}

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace netkit::bench
