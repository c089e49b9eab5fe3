// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "support/temp_dir.h"

namespace netkit::test {

/// The packages of what was built, all files in them of one time.
class Packed {
 public:
  /// "DEB" or "TGZ".
  explicit Packed(const std::string& generator);

  /// The .deb of this package, or the .tar.gz.
  std::string file(const std::string& package) const;
  /// All of them.
  std::vector<std::string> files() const;

 private:
  TempDir folder_;
};

}  // namespace netkit::test
