// SPDX-License-Identifier: MIT
#pragma once

#include <exception>

namespace netkit::cli {

/// Writes a line that says what failed to stderr, without memory, and ends the program with the status of a
/// local failure.
[[noreturn]] void end_because_of(std::exception_ptr failure) noexcept;

/// Has an exception that nothing catches, in any thread or destructor, end the program in the same way.
void end_at_uncaught_exceptions();

}  // namespace netkit::cli
