// SPDX-License-Identifier: MIT
#include "cli/handler/console_options.h"

#include <fcntl.h>

namespace netkit::cli {
namespace {

// Fails where it is not a pipe, or is over the limit of the user: then it stays as it is.
void size_pipe(int fd, const CommonSettings& settings) {
  constexpr int ample =
      1024 * 1024;  // the most without privilege (pipe(7)); memory is taken only as it fills
  const int size = settings.size_pipes ? static_cast<int>(settings.socket.high_water_mark) : ample;
  if (settings.size_pipes || ::fcntl(fd, F_GETPIPE_SZ) < size) ::fcntl(fd, F_SETPIPE_SZ, size);
}

}  // namespace

ConsoleOptions console_options(const CommonSettings& settings) {
  ConsoleOptions options;
  options.high_water_mark = settings.socket.high_water_mark;
  for (const int fd : {options.input, options.output}) size_pipe(fd, settings);
  return options;
}

}  // namespace netkit::cli
