// SPDX-License-Identifier: MIT
#include "cli/filter/copies.h"

#include <fmt/core.h>

#include "cli/report/usage_error.h"

namespace netkit::cli {

Copies::Copies(const TreatmentSettings& settings) {
  const auto start = settings.append ? CopyFile::Start::at_end : CopyFile::Start::empty;
  if (settings.output) raw = std::make_shared<CopyFile>(*settings.output, start);
  if (settings.hex_dump) hex = std::make_shared<CopyFile>(*settings.hex_dump, start);
  if (!raw || !hex || !raw->is_same_file(*hex)) return;
  throw UsageError(fmt::format("--output and --hex-dump: '{}' and '{}' are the same file", *settings.output,
                               *settings.hex_dump));
}

}  // namespace netkit::cli
