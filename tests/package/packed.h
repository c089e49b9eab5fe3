// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "support/temp_dir.h"

namespace netkit::test {

/// The packages of what was built, all files in them of one time.
class Packed {
 public:
  Packed();

  /// The .deb of this package.
  std::string deb(const std::string& package) const;
  std::vector<std::string> debs() const;
  std::string archive() const;

 private:
  std::vector<std::string> files(const std::string& ending) const;

  TempDir folder_;
};

/// One for all tests of this program, which only look at it.
const Packed& packed();

}  // namespace netkit::test
