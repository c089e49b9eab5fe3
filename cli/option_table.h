// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace netkit::cli {

/// One option of a command: what --help says of it, and what giving it does.
struct OptionRow {
  enum class Takes { nothing, value, optional_value };
  /// Gets the value; "" for one that takes none. Throws UsageError.
  using Apply = std::function<void(std::string_view value)>;

  std::string names;  ///< "-k,--keep-open"
  Takes takes;
  std::string metavar;  ///< "DURATION"
  std::string help;
  Apply apply;  ///< once for each time the option stands there, in that order

  std::string long_name() const { return names.substr(names.find("--")); }
};

/// A heading of --help and the options under it.
struct OptionGroup {
  std::string heading;
  std::vector<OptionRow> rows;
};

using OptionTable = std::vector<OptionGroup>;

}  // namespace netkit::cli
