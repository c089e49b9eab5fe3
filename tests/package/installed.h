// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/temp_dir.h"

namespace netkit::test {

/// Everything that was built, installed into a folder of its own.
class Installed {
 public:
  Installed();

  std::string prefix() const { return prefix_.path(); }
  std::string operator/(std::string_view name) const { return prefix_ / name; }

  /// Where the libraries are, also for programs that are to find the shared one.
  std::string libraries() const { return prefix_ / NETKIT_LIBDIR; }

  /// Paths of the files below this folder, relative to it, in order.
  std::vector<std::string> files(std::string_view folder) const;

 private:
  TempDir prefix_;
};

/// One for all tests of this program, which only look at it.
const Installed& installed();

}  // namespace netkit::test
