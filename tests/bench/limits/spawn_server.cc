// SPDX-License-Identifier: MIT
// spawn_server PORT PROGRAM: starts the program for each client on 127.0.0.1, with the socket as its stdin
// and stdout, and with a session of its own: the limit that netkit listen -k -e is set against. It leaves the
// end of the connection to the program.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "listening_socket.h"

int main(int argc, char** argv) {
  const int listener = argc == 3 ? listen_on(argv[1], 0) : -1;
  if (listener < 0) {
    std::perror("spawn_server");
    return 1;
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  char* const arguments[] = {argv[2], nullptr};
  for (int fd; (fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(fd)) {
    posix_spawn_file_actions_t streams;
    posix_spawn_file_actions_init(&streams);
    posix_spawn_file_actions_adddup2(&streams, fd, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&streams, fd, STDOUT_FILENO);
    pid_t id = 0;
    posix_spawnp(&id, argv[2], &streams, &attributes, arguments, environ);
    posix_spawn_file_actions_destroy(&streams);
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
  }
}
