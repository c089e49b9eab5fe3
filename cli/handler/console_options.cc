// SPDX-License-Identifier: MIT
#include "cli/handler/console_options.h"

#include <fcntl.h>
#include <netkit/tls/datagram_tls.h>

#include <algorithm>

#include "cli/option/datagrams.h"

namespace netkit::cli {
namespace {

// Has no effect on other descriptors, nor above the user's limit.
void size_pipe(int fd, const CommonSettings& settings) {
  constexpr int ample = 1024 * 1024;  // the default limit of pipe(7); memory is allocated as the pipe fills
  const int size = settings.size_pipes ? static_cast<int>(settings.socket.high_water_mark) : ample;
  if (settings.size_pipes || ::fcntl(fd, F_GETPIPE_SZ) < size) ::fcntl(fd, F_SETPIPE_SZ, size);
}

}  // namespace

ConsoleOptions console_options(const Settings& settings) {
  ConsoleOptions options;
  options.high_water_mark = settings.common.socket.high_water_mark;
  // --rate has made reads of streams small.
  if (settings.common.datagrams)
    options.read_at_most = settings.treatment.rate
                               ? largest_datagram
                               : std::min(settings.common.socket.read_buffer, largest_datagram);
  if (settings.common.datagrams && settings.tls.on)
    options.read_at_most = std::min(options.read_at_most, DatagramTls::largest_record);
  options.watch_reader = !settings.console.send_only;
  for (const int fd : {options.input, options.output}) size_pipe(fd, settings.common);
  return options;
}

}  // namespace netkit::cli
