// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace netkit::cli {

/// What the program returns; netkit(1) lists them.
enum class ExitStatus : int {
  ok = 0,
  failed = 1,
  usage = 2,
  resolve = 3,
  refused = 4,
  connect_timeout = 5,
  idle_timeout = 6,
  reset = 7,
  tls = 8,
  blocked = 9,
  listen = 10,
  local_io = 11,
  max_time = 124,
  signal = 128,  // plus its number
  exec = 256,    // no status of its own: that of the program, or 126 or 127
};

/// The `cause` of the exit event.
std::string_view cause_text(ExitStatus status);

/// How the program ends: its status and the lines that say why (none where nothing is to be said).
struct Exit {
  ExitStatus status = ExitStatus::ok;
  std::vector<std::string> lines;
  int number = 0;  ///< with ExitStatus::signal that of the signal, with ExitStatus::exec the whole status

  int code() const { return status == ExitStatus::exec ? number : static_cast<int>(status) + number; }
};

/// A connection that could not be made: one line an attempt. Where some were kept out by a list and others
/// failed, those others decide.
Exit connect_failure(const Error& error);

/// stdin, stdout or a file failed: "write ENOSPC: no space left on device (stdout)". No line where nobody
/// reads what is written any more (EPIPE).
Exit local_failure(std::string_view step, std::error_code code, std::string_view what);
/// The same, of an error that says so itself.
inline Exit local_failure(const Error& error) {
  return {ExitStatus::local_io, {error.message}};
}

/// What an exception leaves as a result: that of a local failure, with its text.
Exit local_failure(const std::exception& error);
/// The text of a failure to get memory.
inline constexpr char out_of_memory[] = "ENOMEM: not enough memory";

/// "; up to 12 bytes were not delivered", or nothing of 0.
std::string lost_note(std::size_t undelivered);

}  // namespace netkit::cli
