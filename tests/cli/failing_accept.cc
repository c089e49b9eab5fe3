// SPDX-License-Identifier: MIT
// Loaded before the C library: accept4(2) fails with the number in the file that NETKIT_TEST_ACCEPT_ERROR
// names, as long as there is one.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

extern "C" int accept4(int fd, sockaddr* address, socklen_t* length, int flags) {
  const char* const path = std::getenv("NETKIT_TEST_ACCEPT_ERROR");
  const int file = path == nullptr ? -1 : ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return static_cast<int>(::syscall(SYS_accept4, fd, address, length, flags));
  char text[8] = {};
  (void)!::read(file, text, sizeof(text) - 1);
  ::close(file);
  errno = std::atoi(text);
  return -1;
}
