// SPDX-License-Identifier: MIT
#pragma once

#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cstdlib>

/// A socket that listens on a port of 127.0.0.1, for several processes or threads; -1: an error.
inline int listen_on(const char* port, int type_flags) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | type_flags, 0);
  const int on = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(static_cast<in_port_t>(std::atoi(port)));
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(listener, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) return -1;
  return ::listen(listener, 511) == 0 ? listener : -1;
}

inline void use_all_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}
