// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "cli/filter/copy_file.h"
#include "cli/option/settings.h"

namespace netkit::cli {

/// The files that get a copy of what passes. Copies of this share them.
struct Copies {
  Copies() = default;
  /// Opens the files that the settings name. Throws UsageError if they are one file, and std::runtime_error
  /// if one cannot be opened.
  explicit Copies(const TreatmentSettings& settings);

  std::shared_ptr<CopyFile> raw;  ///< --output; null if not given
  std::shared_ptr<CopyFile> hex;  ///< --hex-dump; null if not given
};

}  // namespace netkit::cli
