// SPDX-License-Identifier: MIT
#include "listening.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <stdexcept>

#include "support/proc.h"

namespace netkit::bench {

namespace {

/// The kernel names sockets that listen before all others, of which there may be very many here.
bool tcp_listens(const test::Where& where) {
  char wanted[16];
  std::snprintf(wanted, sizeof wanted, "0100007F:%04X", static_cast<unsigned>(where.port));
  std::ifstream table("/proc/net/tcp");
  std::string slot;
  std::string local;
  std::string remote;
  std::string state;
  std::getline(table, slot);
  for (std::string rest; table >> slot >> local >> remote >> state && state == "0A";
       std::getline(table, rest)) {
    if (local == wanted) return true;
  }
  return false;
}

bool listens(const test::Where& where) {
  return is_tcp(where.transport) ? tcp_listens(where) : listening_inode(where).has_value();
}

}  // namespace

test::Where unused_tcp() {
  return test::unused_where(test::Transport::tcp4);
}

test::Where unused_unix() {
  return test::unused_where(test::Transport::unix_path);
}

void wait_until_listening(Child& program, const test::Where& where) {
  const double start = now();
  while (!listens(where)) {
    if (!program.running()) throw std::runtime_error("it ended at once: " + program.last_words());
    if (now() - start > 10) throw std::runtime_error("it does not listen");
    ::usleep(500);
  }
}

std::size_t use_all_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_max;
}

}  // namespace netkit::bench
