// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>

namespace netkit::cli {

/// The command line, the environment or a file named there makes no sense: exit status 2, and what() is the
/// line that says why. Thrown before anything has happened.
class UsageError final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace netkit::cli
