// SPDX-License-Identifier: MIT
#include "listening.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>

#include "support/proc.h"

namespace netkit::bench {

namespace {

/// As the kernel's tables have it.
std::string in_hexadecimal(const test::Where& where) {
  char text[16];
  std::snprintf(text, sizeof text, "0100007F:%04X", static_cast<unsigned>(where.port));
  return text;
}

/// The kernel names sockets that listen before all others, of which there may be very many here.
bool tcp_listens(const test::Where& where) {
  const std::string wanted = in_hexadecimal(where);
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

bool udp_is_bound(const test::Where& where) {
  std::ifstream table("/proc/net/udp");
  const std::string wanted = " " + in_hexadecimal(where) + " ";
  for (std::string line; std::getline(table, line);) {
    if (line.contains(wanted)) return true;
  }
  return false;
}

bool listens(const test::Where& where) {
  return is_tcp(where.transport) ? tcp_listens(where) : listening_inode(where).has_value();
}

void wait_until(Child& program, const std::function<bool()>& ready) {
  const double start = now();
  while (!ready()) {
    if (!program.running()) throw std::runtime_error("it ended at once: " + program.last_words());
    if (now() - start > 10) throw std::runtime_error("it does not listen");
    ::usleep(500);
  }
}

}  // namespace

test::Where unused_tcp() {
  return test::unused_where(test::Transport::tcp4);
}

test::Where unused_unix() {
  return test::unused_where(test::Transport::unix_path);
}

void wait_until_listening(Child& program, const test::Where& where) {
  wait_until(program, [&where] { return listens(where); });
}

void wait_until_bound(Child& program, const test::Where& where) {
  wait_until(program, [&where] { return udp_is_bound(where); });
}

std::size_t use_all_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_max;
}

}  // namespace netkit::bench
