// SPDX-License-Identifier: MIT
#include "cli/process/last_words.h"

#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <new>

#include "cli/report/exit_status.h"

namespace netkit::cli {
namespace {

iovec piece(const char* text) {
  return {const_cast<char*>(text), std::strlen(text)};
}

void write_line(const char* text) {
  const std::array line{piece("netkit: "), piece(text), piece("\n")};
  (void)!::writev(STDERR_FILENO, line.data(), static_cast<int>(line.size()));
}

}  // namespace

void end_because_of(std::exception_ptr failure) noexcept {
  try {
    if (failure) std::rethrow_exception(failure);
    write_line("internal error");
  } catch (const std::bad_alloc&) {
    write_line(out_of_memory);
  } catch (const std::exception& error) {
    write_line(error.what());
  } catch (...) {
    write_line("internal error");
  }
  ::_exit(static_cast<int>(ExitStatus::local_io));
}

void end_at_uncaught_exceptions() {
  std::set_terminate([] { end_because_of(std::current_exception()); });
}

}  // namespace netkit::cli
